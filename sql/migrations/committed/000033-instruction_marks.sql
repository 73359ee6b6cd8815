--! Previous: sha1:ca316c05740463bdfed9320ccdef42b2937055cb
--! Hash: sha1:8a3390a7f434225c5bd1a047b09fa04635184468

set local lock_timeout = '2s';

-- One rule for all who ask: the slack is no longer theirs to choose.
drop function if exists hub.first_instruction_since(timestamptz, interval);
