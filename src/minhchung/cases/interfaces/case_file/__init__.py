"""A file of cases from a one-stop system, read into the columns that the case store keeps.

Plain Python without Django: it runs in a bound process of its own (`worker`), since the file is a stranger's. What is not
one of the fields of `fields.FIELDS` never leaves that process: citizens' names, numbers and addresses stop here.
"""
