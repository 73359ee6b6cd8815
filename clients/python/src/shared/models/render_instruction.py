"""Render instructions and outputs, between automation_sub and automation_ae."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Any

from pydantic import BaseModel, Field

from .hand import known, now


class RenderStatus(str, Enum):
    """The state of an instruction. `cancelled` is the hub's; the predecessor's reader stumbles over it."""

    PENDING = "pending"
    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


class OutputFormat(str, Enum):
    """What is delivered."""

    PNG_SEQUENCE = "png_sequence"
    MOV_ALPHA = "mov_alpha"
    MP4 = "mp4"


class OutputSettings(BaseModel):
    """How it is delivered: pixels, frames per second, frames, per cent."""

    format: OutputFormat = OutputFormat.PNG_SEQUENCE
    width: int = 1920
    height: int = 1080
    fps: int = 30
    duration_frames: int | None = None
    quality: int = 90


class RenderInstruction(BaseModel):
    """A row of `render_instructions`; priority 1 is first, 10 last."""

    id: int | None = None
    template_name: str
    layer_data: dict[str, Any] = Field(default_factory=dict)
    output_settings: OutputSettings = Field(default_factory=OutputSettings)
    output_path: str | None = None
    output_filename: str | None = None
    status: RenderStatus = RenderStatus.PENDING
    priority: int = 5
    trigger_type: str = ""
    trigger_id: str | None = None
    error_message: str | None = None
    retry_count: int = 0
    max_retries: int = 3
    created_at: datetime = Field(default_factory=now)
    started_at: datetime | None = None
    completed_at: datetime | None = None

    def to_db_dict(self) -> dict[str, Any]:
        """Its columns, without the id; documents as dicts."""
        row = self.model_dump(exclude={"id", "layer_data", "output_settings"})
        return row | {
            "status": self.status.value,
            "layer_data_json": self.layer_data,
            "output_settings_json": self.output_settings.model_dump(mode="json"),
        }

    @classmethod
    def from_db_row(cls, row: Mapping[str, Any]) -> RenderInstruction:
        """Of a row of the table; columns it does not know are left alone."""
        documents = {
            "layer_data": row.get("layer_data_json") or {},
            "output_settings": known(OutputSettings, row.get("output_settings_json") or {}),
        }
        return cls.model_validate(known(cls, row) | documents)


class RenderOutput(BaseModel):
    """A row of `render_outputs`: bytes, and frames of a sequence."""

    id: int | None = None
    instruction_id: int
    output_path: str
    file_size: int = 0
    frame_count: int | None = None
    status: RenderStatus = RenderStatus.COMPLETED
    error_message: str | None = None
    created_at: datetime = Field(default_factory=now)
    completed_at: datetime = Field(default_factory=now)

    def to_db_dict(self) -> dict[str, Any]:
        """Its columns, without the id."""
        return self.model_dump(exclude={"id"}) | {"status": self.status.value}

    @classmethod
    def from_db_row(cls, row: Mapping[str, Any]) -> RenderOutput:
        """Of a row of the table; columns it does not know are left alone."""
        return cls.model_validate(known(cls, row))
