"""Registries: read, overlay, validate and look up."""

from openscore.registry.load import load_registry
from openscore.registry.registry import Registry

__all__ = ["Registry", "load_registry"]
