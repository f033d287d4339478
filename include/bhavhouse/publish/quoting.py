"""Names and texts as SQL writes them."""


def identifier(name: str) -> str:
    """schema.table, or one name, quoted part by part."""
    return ".".join('"' + part.replace('"', '""') + '"' for part in name.split("."))


def literal(text: str) -> str:
    """A text between quotes."""
    return "'" + text.replace("'", "''") + "'"
