"""Light pages: plain server-rendered pages for phones, made from the same declarations as every form."""
