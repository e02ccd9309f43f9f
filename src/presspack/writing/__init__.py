"""What leaves presspack: text for a terminal, Markdown, HTML and SVG. Only this room escapes."""
