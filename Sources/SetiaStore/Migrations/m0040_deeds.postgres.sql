-- m0040 deeds: what segments count of what members did lately is read along an index of these few types, a member's together.
-- It grows by some 40 bytes an order, visit or stay.

CREATE INDEX event_by_deed ON event (member_id, occurred_ms)
    WHERE type IN ('order.paid', 'visit.completed', 'stay.completed');
