/// Where the entries of one event gather, with their numbers.
struct Journal {
    private(set) var number: Int64
    let event: Int64
    var at: Instant
    private(set) var entries: [Entry] = []

    init(event: Int64, at: Instant) {
        self.number = event
        self.event = event
        self.at = at
    }

    /// Appends an entry; `lot` none opens a lot that has the entry's own number.
    @discardableResult
    mutating func append(
        _ wallet: Key,
        _ kind: Entry.Kind,
        _ points: Points,
        balance: Points,
        lot: Int64?,
        activeFrom: Instant? = nil,
        expiresAt: Instant? = nil,
        at: Instant? = nil
    ) -> Int64 {
        number += 1
        entries.append(
            Entry(
                number: number,
                wallet: wallet,
                kind: kind,
                points: points,
                balance: balance,
                lot: lot ?? number,
                event: event,
                activeFrom: activeFrom,
                expiresAt: expiresAt,
                at: at ?? self.at
            )
        )
        return number
    }
}
