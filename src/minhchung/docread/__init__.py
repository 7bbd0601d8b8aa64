"""Tables and text out of office files, each cell with its place; and whether a file is safe to open at all."""
