"""What the three projects share."""

from .hand import Hand, HandRank, PlayerInfo, SourceType
from .render_instruction import OutputFormat, OutputSettings, RenderInstruction, RenderOutput, RenderStatus
from .tournament import BlindLevel, PayoutEntry, PlayerStanding, Tournament

__all__ = [
    "BlindLevel",
    "Hand",
    "HandRank",
    "OutputFormat",
    "OutputSettings",
    "PayoutEntry",
    "PlayerInfo",
    "PlayerStanding",
    "RenderInstruction",
    "RenderOutput",
    "RenderStatus",
    "SourceType",
    "Tournament",
]
