"""The sample that `make run` loads: three published documents and one illustrative round, through the real verbs.

Real: Cà Mau's results of 2018, Krông Nô's self-assessment of 2022. Illustrative, and said so on the page
(Round.is_sample): the answers of Quảng Điền's offices.
"""
