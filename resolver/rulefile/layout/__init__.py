"""The one layout of rule files: texts to trees that keep comments, and trees to texts."""
