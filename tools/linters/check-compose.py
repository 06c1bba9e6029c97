"""Checks the compose file on standard input against the specification, and that every name in it leads somewhere."""

import re
import sys

import compose_spec

text = sys.stdin.read()
# The library reads files as compose does after it filled in variables.
text = re.sub(r"\$\{\w+:\?[^}]*\}", "/srv/given", text)
text = re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", text)
options = compose_spec.PyOptions()
options.apply_merge = True
try:
    options.from_yaml(text).validate()
except ValueError as error:
    sys.exit(f"compose.yaml: {error}")
