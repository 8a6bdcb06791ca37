"""More rows of a kind, whatever it is: copies of one that is there, of what it belongs to only where it has to be."""

from typing import Any

from django.db.models import CharField, Field, IntegerField, Model, TextField, UniqueConstraint


def copies(row: Model, count: int) -> list[Model]:
    """So many further rows like this one; what is there once is numbered, or belongs to a copy of its own."""
    return [_copy(row) for _ in range(count)]


def _copy(row: Model) -> Model:
    model = type(row)
    fields: dict[str, Field[Any, Any]] = {one.name: one for one in model._meta.fields if not one.primary_key}
    values = {name: getattr(row, name) for name in fields}
    number = model._default_manager.count() + 1
    for names in _unique(model):
        counted = [name for name in names if _is_counted(fields[name])]
        for name in counted or names[:1]:
            values[name] = _another(getattr(row, name), number)
    return model._default_manager.create(**values)


def _another(value: Any, number: int) -> Any:
    if value is None:
        return None
    if isinstance(value, Model):
        return _copy(value)
    return value + number if isinstance(value, int) else f"{value}{number}"


def _is_counted(field: "Field[Any, Any]") -> bool:
    return isinstance(field, CharField | TextField | IntegerField) and not field.choices


def _unique(model: type[Model]) -> list[tuple[str, ...]]:
    alone = [(one.name,) for one in model._meta.fields if one.unique and not one.primary_key]
    together = [tuple(one.fields) for one in model._meta.constraints if isinstance(one, UniqueConstraint)]
    return [*alone, *filter(None, together)]
