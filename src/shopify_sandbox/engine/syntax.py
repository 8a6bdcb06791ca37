"""Shopify's words for a document that doesn't parse."""

import json

from graphql import GraphQLSyntaxError, Lexer, Source, Token, TokenKind

# The names its parser has for tokens; keywords are tokens of their own.
_PUNCTUATION = {
    TokenKind.BANG: "BANG",
    TokenKind.DOLLAR: "VAR_SIGN",
    TokenKind.AMP: "AMP",
    TokenKind.PAREN_L: "LPAREN",
    TokenKind.PAREN_R: "RPAREN",
    TokenKind.SPREAD: "ELLIPSIS",
    TokenKind.COLON: "COLON",
    TokenKind.EQUALS: "EQUALS",
    TokenKind.AT: "DIR_SIGN",
    TokenKind.BRACKET_L: "LBRACKET",
    TokenKind.BRACKET_R: "RBRACKET",
    TokenKind.BRACE_L: "LCURLY",
    TokenKind.PIPE: "PIPE",
    TokenKind.BRACE_R: "RCURLY",
    TokenKind.INT: "INT",
    TokenKind.FLOAT: "FLOAT",
    TokenKind.STRING: "STRING",
    TokenKind.BLOCK_STRING: "STRING",
}
_KEYWORDS = {
    **{name: name.upper() for name in ("enum", "extend", "fragment", "input", "implements", "interface", "mutation")},
    **{name: name.upper() for name in ("on", "query", "repeatable", "scalar", "schema", "subscription", "union")},
    **{name: f"{name.upper()}_LITERAL" for name in ("true", "false", "null", "type")},
    "directive": "DIRECTIVE",
}


def syntax_message(text: str, error: GraphQLSyntaxError) -> tuple[str, tuple[int, int] | None]:
    """The message, and the line and column that it names.

    A text that ends too early is blamed on its last token, and on no place when it has none (recorded). Which token
    a misplaced one is called is what Shopify's parser names it; what it would have expected instead is left out.
    """
    if "<EOF>" in error.message:
        last = _last_token(text)
        message, place = "syntax error, unexpected end of file", (last.line, last.column) if last else None
    else:
        location = error.locations[0] if error.locations else None
        place = (location.line, location.column) if location else None
        message = f"syntax error, unexpected {_unexpected(text, place)}"
    return (f"{message} at [{place[0]}, {place[1]}]" if place else message), place


def _last_token(text: str) -> Token | None:
    lexer = Lexer(Source(text))
    last: Token | None = None
    while (token := lexer.advance()).kind is not TokenKind.EOF:
        last = token
    return last


def _unexpected(text: str, place: tuple[int, int] | None) -> str:
    token = _token_at(text, place)
    if token is None:
        return "invalid token"
    shown = token.value if token.value is not None else token.kind.value
    name = _PUNCTUATION.get(token.kind) or _KEYWORDS.get(shown, "IDENTIFIER")
    return f"{name} ({json.dumps(shown, ensure_ascii=False)})"


def _token_at(text: str, place: tuple[int, int] | None) -> Token | None:
    lexer = Lexer(Source(text))
    try:
        while (token := lexer.advance()).kind is not TokenKind.EOF:
            if (token.line, token.column) == place:
                return token
    except GraphQLSyntaxError:
        return None
    return None
