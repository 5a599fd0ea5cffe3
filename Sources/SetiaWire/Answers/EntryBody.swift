package import JSONText
package import SetiaCore

/// One row of the ledger.
///
/// `points` is what it adds, below zero where it takes; `balance` is what the account holds after it, so that a list of
/// entries proves itself. `lot` is the number of the entry that opened the lot, and 0 for what is owed; `activeFrom`
/// and `expiresAt` stand only where the entry opens one.
package struct EntryBody: WireBody {
    /// The entry.
    package let entry: Entry
    /// The id of the event that caused it; none where the entry stands with its event.
    package let event: String?

    /// An entry's body.
    package init(entry: Entry, event: String?) {
        self.entry = entry
        self.event = event
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        json.member("activeFrom", entry.activeFrom)
        json.member("at", entry.at)
        json.member("balance", entry.balance)
        if let event { json.member("event", event) }
        json.member("expiresAt", entry.expiresAt)
        json.member("kind", entry.kind.rawValue)
        json.member("lot", entry.lot)
        json.member("number", entry.number)
        json.member("points", entry.points)
        json.member("wallet", entry.wallet)
        json.endObject()
    }
}
