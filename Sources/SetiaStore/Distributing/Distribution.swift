/// Where the rows of a table live once members are spread over several machines, table by table.
///
/// On one machine it changes nothing; that each table keeps to it is tested on PostgreSQL's catalogue, so that a brand
/// can be spread without a change of the program. A new table gets its line here.
package enum Distribution {
    /// How a table is laid out.
    package enum Placement: Sendable, Hashable {
        /// Rows of one member: with all else of hers, by `member_id`, which is in each of its keys.
        case byMember
        /// What is looked up by something else than a member: by that column, which is in each of its keys.
        case lookUp(by: String)
        /// Few rows that every machine reads: a whole copy on each. The rare writing goes to all of them.
        case reference
        /// What no recording reads: on the first machine alone.
        case local
    }

    /// All tables, in the order in which they are distributed.
    package static let tables: [(name: String, placement: Placement)] = [
        ("configuration", .reference),
        ("programme_version", .reference),
        ("shop", .reference),
        ("listener", .reference),
        ("api_key", .reference),
        ("webhook", .reference),
        ("webhook_secret", .reference),
        ("signer", .reference),
        ("channel", .reference),
        ("supplier", .reference),
        ("member", .byMember),
        ("event", .byMember),
        ("entry", .byMember),
        ("order_state", .byMember),
        ("member_key", .byMember),
        ("person", .byMember),
        ("identity", .byMember),
        ("finding_member", .byMember),
        ("birthday", .byMember),
        ("outbox", .byMember),
        ("redemption", .byMember),
        ("reward_letter", .byMember),
        ("supplier_order", .byMember),
        ("listing", .byMember),
        ("exposure", .byMember),
        ("conversation", .byMember),
        ("message", .byMember),
        ("message_file", .byMember),
        ("message_fetch", .byMember),
        ("waiting", .byMember),
        ("draw_entry", .byMember),
        ("draw", .reference),
        ("contact", .byMember),
        ("suppression", .byMember),
        ("contact_preference", .byMember),
        ("broadcast", .reference),
        ("message_key", .lookUp(by: "hash")),
        ("canned_answer", .reference),
        ("survey_ask", .byMember),
        ("survey_tag", .byMember),
        ("product_review", .byMember),
        ("review_photo", .byMember),
        ("member_case", .byMember),
        ("case_step", .byMember),
        ("compensation", .byMember),
        ("compensation_budget", .lookUp(by: "staff")),
        ("journey_enrolment", .byMember),
        ("journey_mark", .byMember),
        ("journey", .reference),
        ("journey_version", .reference),
        ("event_key", .lookUp(by: "key")),
        ("identity_key", .lookUp(by: "hash")),
        ("finding_word", .lookUp(by: "hash")),
        ("member_session", .lookUp(by: "hash")),
        ("chat_session", .lookUp(by: "hash")),
        ("confirmation", .lookUp(by: "hash")),
        ("used_token", .lookUp(by: "hash")),
        ("try_count", .lookUp(by: "key")),
        ("idempotency", .lookUp(by: "request_key")),
        ("voucher_batch", .reference),
        ("member_voucher", .byMember),
        ("voucher", .lookUp(by: "code_hash")),
        ("voucher_use", .lookUp(by: "code_hash")),
        ("promotion_use", .lookUp(by: "promotion")),
        ("counter", .lookUp(by: "key")),
        ("gathering", .lookUp(by: "gathering_id")),
        ("gathering_place", .lookUp(by: "gathering_id")),
        ("reservation", .lookUp(by: "counter")),
        ("reward_code", .lookUp(by: "reward")),
        ("improvement", .reference),
        ("content_piece", .reference),
        ("reward_picture", .reference),
        ("voice_word", .reference),
        ("approval_request", .local),
        ("review", .local),
        ("referral", .local),
        ("audit_entry", .local),
        ("calendar_lane", .local),
        ("finding_state", .local),
        ("import_job", .local),
        ("lane_lease", .local),
        ("lane_worker", .local),
        ("programme_draft", .local),
        ("rate_asked", .local),
        ("rate_level", .local),
        ("snapshot", .local),
        ("staff_account", .local),
        ("staff_session", .local),
        ("staff_ticket", .local),
    ]

    /// How a table is laid out; none for one that nobody has decided about.
    package static func placement(of table: String) -> Placement? {
        tables.first { $0.name == table }?.placement
    }

    /// Whether a migration itself writes rows into the table: a brand in which nothing else has rows is empty.
    static func hasRowsFromTheStart(_ table: String) -> Bool {
        ["configuration", "finding_state", "lane_lease"].contains(table)
    }
}
