-- m0020 milestones: rewards that give a personal code, and draws by chance with all that is needed to repeat them.
-- Milestones themselves follow from a member's events and stand in her state.

-- The promotion of which a redemption gives personal codes; NULL where it gives none.
ALTER TABLE redemption ADD COLUMN promotion TEXT;

-- One row a draw: what it was drawn from, and the seed by which anybody can draw it again.
CREATE TABLE draw (
    draw_id    TEXT    NOT NULL,  -- its name, chosen by whoever drew
    segment    TEXT    NOT NULL,  -- the segment that was drawn from
    seed       TEXT    NOT NULL,  -- what members were ranked by, with their ids
    asked      INTEGER NOT NULL,  -- how many were to be drawn
    candidates INTEGER NOT NULL,  -- how many there were to draw from
    gift       TEXT    NOT NULL,  -- what each of them gets, as JSON
    drawn_ms   INTEGER NOT NULL,  -- when: UTC, milliseconds since 1970
    drawn_by   TEXT    NOT NULL,  -- who, by name or id
    CONSTRAINT draw_once PRIMARY KEY (draw_id),
    CONSTRAINT draw_draws_somebody CHECK (asked > 0 AND candidates >= 0)
) STRICT;

-- One row for each member that a draw was among, so that it can be drawn again whatever became of the segment.
CREATE TABLE draw_entry (
    member_id TEXT    NOT NULL,
    draw_id   TEXT    NOT NULL,
    place     INTEGER,  -- from 1, of those who were drawn; NULL of the others
    CONSTRAINT draw_entry_once PRIMARY KEY (member_id, draw_id),
    CONSTRAINT draw_entry_place_counts_from_one CHECK (place IS NULL OR place >= 1)
) STRICT;

CREATE INDEX draw_entry_by_draw ON draw_entry (draw_id, member_id);
