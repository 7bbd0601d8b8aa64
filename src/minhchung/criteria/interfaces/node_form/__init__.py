"""A form for every node and every kind of rule, made from descriptions: text of the rubric in, fields out, and back.

flat = node_fields(fields)            # the node's mapping as {name: value}, what no form takes as YAML
fields = node_of(posted)              # and back: equal for every rubric that prints canonically
"""
