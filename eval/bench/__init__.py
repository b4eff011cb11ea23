"""How long things take: benchmarks are here, not in the tests."""
