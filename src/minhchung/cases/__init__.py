"""Cases of the one-stop system: imports, mapping, counts, dashboards."""
