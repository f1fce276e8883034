"""Any recogniser of HanLP, by its directory or name: found, checked and loaded without a connection.

::

    load("models/mine")                  a directory that HanLP's save() has written
    load("MSRA_NER_ELECTRA_SMALL_ZH")    a name of hanlp.pretrained, where HanLP's cache holds it

What comes out is a :class:`~kg.extraction.hanlp_faces.Model`, whatever the model itself reads.

Not ``hanlp.load``: it downloads what is missing, and asks a package index when loading fails. Here the cache is looked
at first, and while a model loads neither HanLP nor Hugging Face may open a connection.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from functools import partial
from importlib import import_module
from pathlib import Path
from textwrap import shorten
from typing import Any

from kg.errors import ModelError
from kg.extraction.hanlp_faces import Model, face

ANOTHER = "give the directory of another HanLP model, or none for the shipped one"
ENOUGH = 300  # characters of somebody else's error message


def load(model: str | Path) -> Model:
    """The model of a directory, or of a name of ``hanlp.pretrained`` that HanLP's cache holds, on the processor.

    Raises :class:`~kg.errors.ModelError` where there is none, where it needs a file that is not on this machine (saying
    what to download, and where to put it), where it cannot be loaded, and where it finds no names.
    """
    with _no_connection():
        directory = find(model)
    if (made := face(load_model(directory))) is None:
        raise ModelError("it finds no names, or does not say where they stand", str(directory), ANOTHER)
    return made


def load_model(directory: Path) -> Any:
    """The HanLP component of a model directory as HanLP has it, without the face; raises as :func:`load`."""
    config = read_config(directory)
    with _no_connection():
        for encoder in dict.fromkeys(encoders(config)):
            _check_encoder(encoder, directory)
        component = _load(directory, config["classpath"])
    _check_weights(component, directory)
    return component


def find(model: str | Path) -> Path:
    """The directory of a model that is given by its directory, or by its name in any case.

    Raises :class:`~kg.errors.ModelError`: no such directory, an unknown name, or one that is not in HanLP's cache.
    """
    if Path(model).is_dir():
        return Path(model)
    known = _pretrained()
    name = str(model).upper()
    if name in known:
        return cached(known[name], str(model))
    if isinstance(model, Path) or Path(model).name != model:
        raise ModelError("no such model directory", str(model), ANOTHER)
    close = get_close_matches(name, known, cutoff=0.5)
    todo = f"did you mean {' or '.join(close)}? Otherwise {ANOTHER}" if close else ANOTHER
    raise ModelError("no such model directory, and no recogniser of hanlp.pretrained has this name", str(model), todo)


def _pretrained() -> dict[str, str]:
    """The addresses of HanLP's recognisers by name."""
    from hanlp.pretrained import mtl, ner

    return {name.upper(): url for submodule in (ner, mtl) for name, url in submodule.ALL.items()}


def cached(url: str, name: str) -> Path:
    """Where HanLP's cache holds what it would download from ``url``; an archive there is unpacked, as HanLP does.

    ``name`` is what an error is about. Raises :class:`~kg.errors.ModelError` where the cache holds nothing.
    """
    from hanlp.utils.io_util import get_resource, path_from_url, split_if_compressed

    archive = Path(path_from_url(url))
    unpacked = Path(split_if_compressed(str(archive))[0])
    if not unpacked.is_dir():
        if not archive.is_file():
            raise ModelError("not in HanLP's cache", name, f"download {url} and put it at {archive}")
        try:
            get_resource(url, verbose=False)
        except Exception as error:  # HanLP has removed the file by now, so there is only one thing to do
            raise ModelError(f"cannot unpack it ({_line(error)})", name, f"put {url} at {archive} again") from error
    return unpacked


def read_config(directory: Path) -> dict[str, Any]:
    """The ``config.json`` of a model directory; it names the model's class.

    Raises :class:`~kg.errors.ModelError` where a file of the model is missing, or this one is malformed or names none.
    """
    if not directory.is_dir():
        raise ModelError("no such model directory", str(directory), ANOTHER)
    _check_files(directory, "config.json")
    try:
        config = json.loads((directory / "config.json").read_text(encoding="utf-8"))
    except ValueError as error:
        raise ModelError(f"config.json is no JSON: {error}", str(directory), ANOTHER) from None
    classpath = config.get("classpath") if isinstance(config, dict) else None
    if not isinstance(classpath, str) or "." not in classpath:
        raise ModelError("config.json names no class ('classpath')", str(directory), ANOTHER)
    # A model of several tasks has a vocabulary for each, in files named after them; what they are HanLP knows.
    _check_files(directory, "model.pt", *(() if "task_names" in config else ("vocabs.json",)))
    return dict(config)


def _check_files(directory: Path, *needed: str) -> None:
    if missing := [name for name in needed if not (directory / name).is_file()]:
        raise ModelError(f"not a HanLP model: {', '.join(missing)} missing", str(directory), ANOTHER)


def encoders(config: dict[str, Any]) -> Iterator[str]:
    """The transformers that a config names, by directory or name, however deep."""
    for key, value in config.items():
        if key == "transformer" and isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            yield from encoders(value)


def _check_encoder(encoder: str, directory: Path) -> None:
    """A model holds the weights of its encoder, but not its vocabulary and sizes: those are files of their own."""
    if Path(encoder).is_dir():
        return
    from hanlp.layers.transformers.resource import model_mirrors, tokenizer_mirrors

    mirrors = {table[encoder] for table in (tokenizer_mirrors, model_mirrors) if encoder in table}
    for url in sorted(mirrors):
        cached(url, f"{directory}: its encoder {encoder}")
    if not mirrors and not _hub_holds(encoder):
        todo = (
            f"run 'hf download {encoder}' where there is a network, or let 'transformer' in config.json name its files"
        )
        raise ModelError(f"its encoder {encoder} is no directory, nor in Hugging Face's cache", str(directory), todo)


def _hub_holds(encoder: str) -> bool:
    from huggingface_hub import try_to_load_from_cache

    try:
        return isinstance(try_to_load_from_cache(encoder, "config.json"), str)
    except ValueError:  # no name that Hugging Face could have, such as the path of a directory that is gone
        return False


@contextmanager
def _no_connection() -> Iterator[None]:
    """What HanLP and Hugging Face do not find on this machine they ask no other for.

    The checks before name what is usually missing; this also holds for what no check foresees, such as a table of
    characters that a model's config names by its address.
    """
    from hanlp.utils import io_util
    from huggingface_hub import constants

    def refuse(url: str, save_path: str = "", **_: Any) -> None:
        raise ModelError("not in HanLP's cache", url, f"download it and put it at {save_path}")

    download, offline = io_util.download, constants.HF_HUB_OFFLINE
    io_util.download, constants.HF_HUB_OFFLINE = refuse, True
    try:
        yield
    finally:
        io_util.download, constants.HF_HUB_OFFLINE = download, offline


def _load(directory: Path, classpath: str) -> Any:
    module, _, name = classpath.rpartition(".")
    try:
        component = getattr(import_module(module), name)()
        if name == "BiaffineNamedEntityRecognizer":
            component.on_config_ready = lambda **_: _leave_pretrained(component.config.embed)
        # Resolved, because HanLP would take a directory named like one of its own models for that model.
        component.load(str(directory.resolve()), devices=-1, verbose=False)
    except ModelError:
        raise
    except Exception as error:  # HanLP and torch raise whatever comes: the user needs one line all the same
        raise ModelError(f"cannot load {classpath}: {_line(error)}", str(directory), ANOTHER) from error
    return component


def _leave_pretrained(embed: Any) -> None:
    """HanLP 2.1.5 builds the encoder of this model from its pretrained weights, before those of model.pt replace them.

    They need not be on this machine, and to read them costs time, and lines on standard error.
    """
    embed.module = partial(embed.module, training=False)


def _line(error: Exception) -> str:
    return shorten(str(error) or type(error).__name__, ENOUGH, placeholder=" ...")


def _check_weights(component: Any, directory: Path) -> None:
    """HanLP leaves what ``model.pt`` lacks at random values without a word: such a model finds nonsense."""
    import torch
    from hanlp.common.torch_component import TorchComponent

    if type(component).load_weights is not TorchComponent.load_weights:
        return  # it has its own way, and knows it
    held = torch.load(directory / "model.pt", map_location="meta", weights_only=True)
    wanted = {name for name, weights in component.model.named_parameters() if weights.requires_grad}
    # Of a sentence as a whole no recogniser asks, and not every version of an encoder has the layer for it.
    missing = sorted(name for name in wanted - set(held) if ".pooler." not in name)
    if missing:
        what = f"model.pt does not fit config.json: it lacks {len(missing)} of {len(wanted)} weights ({missing[0]} ...)"
        raise ModelError(what, str(directory), ANOTHER)
