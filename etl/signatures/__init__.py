"""Files that bring a mutation signature: read, checked, in the normal form of landed variants."""

from etl.signatures.genes import GeneNames
from etl.signatures.read import TargetFile, read_targets

__all__ = ["GeneNames", "TargetFile", "read_targets"]
