"""Rubrics: one published framework, or our own, as a file that decides what is worth what."""

from openscore.rubric.load import load_rubric
from openscore.rubric.rubric import Rubric

__all__ = ["Rubric", "load_rubric"]
