"""The shape of every kind of rule file, as pydantic models that can tell their JSON Schema.

A value that names something (a remedy, a fact, a category) is checked where it stands: the models
are validated with a `Names` as context.
"""
