"""Refuses fields whose official requirement the token's scopes don't meet."""

from graphql import GraphQLResolveInfo, get_named_type, is_object_type

from shopify_sandbox.schema import AccessTable, Requirement

from .envelopes import AccessDenied


def with_reading(scopes: frozenset[str]) -> frozenset[str]:
    """The scopes and what they include: to write includes to read."""
    return scopes | {f"read_{scope.removeprefix('write_')}" for scope in scopes if scope.startswith("write_")}


class Access:
    """The scopes of one token. Writing includes reading, as Shopify grants it."""

    def __init__(self, table: AccessTable, scopes: frozenset[str]) -> None:
        self._scopes = with_reading(scopes)
        self._table = table
        self._known: dict[tuple[str, str], Requirement | None] = {}
        self.unlimited = self._scopes >= table.all_scopes

    def check(self, info: GraphQLResolveInfo[object]) -> None:
        """Raise AccessDenied when the field, or the type that it leads to, needs a scope that is missing."""
        key = (info.parent_type.name, info.field_name)
        if key not in self._known:
            self._known[key] = self._unmet(info)
        unmet = self._known[key]
        if unmet is not None:
            raise AccessDenied(info.field_name, unmet.text)

    def _unmet(self, info: GraphQLResolveInfo[object]) -> Requirement | None:
        named = get_named_type(info.return_type)
        names = [f"{info.parent_type.name}.{info.field_name}", named.name]
        if is_object_type(named) and named.name.endswith("Connection"):
            names += [get_named_type(named.fields["nodes"].type).name] if "nodes" in named.fields else []
        required = (self._table.required.get(name) for name in names)
        return next((each for each in required if each is not None and not self._meets(each)), None)

    def _meets(self, requirement: Requirement) -> bool:
        return all(group & self._scopes for group in requirement.scope_groups)
