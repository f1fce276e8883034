languages();
