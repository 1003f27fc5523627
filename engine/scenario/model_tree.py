"""The models below a model, by place: which one describes it and which keys it takes."""

from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import AliasChoices, BaseModel

from engine.scenario.place import Place


def allowed_keys(model: type[BaseModel]) -> list[str]:
    """Keys a mapping of this model may hold, as authors write them."""
    keys = []
    for name, field in model.model_fields.items():
        alias = field.validation_alias
        keys.append(str(alias.choices[0]) if isinstance(alias, AliasChoices) else name)
    return keys


def model_at(model: type[BaseModel], place: Place) -> type[BaseModel] | None:
    """The model that describes a place inside another model."""
    at: Any = model
    for step in place:
        at = _inside(_bare(at), step)
    bare = _bare(at)
    return bare if _is_model(bare) else None


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _bare(annotation: Any) -> Any:
    """An annotation without `Annotated` and `| None`."""
    while get_origin(annotation) in (Annotated, Union, UnionType):
        annotation = next(item for item in get_args(annotation) if item is not NoneType)
    return annotation


def _inside(annotation: Any, step: str | int) -> Any:
    if _is_model(annotation):
        names = dict(zip(allowed_keys(annotation), annotation.model_fields, strict=True))
        field = annotation.model_fields.get(names.get(str(step), str(step)))
        return field.annotation if field else None
    arguments = get_args(annotation)
    if not arguments:
        return None
    if get_origin(annotation) is dict:
        return arguments[1]
    if arguments[-1] is not Ellipsis and isinstance(step, int) and step < len(arguments):
        return arguments[step]
    return arguments[0]
