"""Analysis across rubrics and models: percentiles, agreement."""
