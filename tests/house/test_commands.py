"""Every command is documented, with an example where it takes something."""

from __future__ import annotations

import pytest

from kg.cli.app import app

COMMANDS = {
    command.name or command.callback.__name__: command.callback
    for command in app.registered_commands
    if command.callback
}


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_says_what_it_does(name):
    assert len(COMMANDS[name].__doc__ or "") > 20


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_with_arguments_shows_an_example(name):
    takes_something = COMMANDS[name].__code__.co_argcount > 0
    assert f"kg {name} " in (COMMANDS[name].__doc__ or "") or not takes_something


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_option_has_a_help_text(name, kg):
    import typer.main

    command = typer.main.get_command(app).commands[name]
    assert not [option.name for option in command.params if not getattr(option, "help", None)]
