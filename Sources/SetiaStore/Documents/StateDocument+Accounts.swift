internal import JSONText
internal import SetiaCore
internal import SetiaService

extension StateDocument {
    /// Writes since when what is owed is, and when accounts are to be looked at; mostly nothing.
    static func writeLooks(of accounts: [Account], to json: inout JSONWriter) {
        if accounts.contains(where: { !$0.owed.isEmpty }) {
            json.key("owed")
            json.beginArray()
            for account in accounts {
                for owed in account.owed {
                    json.element(account.wallet)
                    json.element(owed.since)
                    json.element(owed.points)
                }
            }
            json.endArray()
        }
        if accounts.contains(where: { $0.noticeAt != nil || $0.writeOffAt != nil }) {
            json.key("lookAt")
            json.beginArray()
            for account in accounts where account.noticeAt != nil || account.writeOffAt != nil {
                json.element(account.wallet)
                json.element(account.noticeAt)
                json.element(account.writeOffAt)
            }
            json.endArray()
        }
    }
}

/// What stands beside the accounts about them.
struct AccountLooks {
    private var owed: [(wallet: Key, owed: Owed)] = []
    private(set) var times: [Key: (notice: Instant?, writeOff: Instant?)] = [:]

    init(_ document: JSON) throws(MalformedDocument) {
        if let kept = document["owed"] {
            var fields = try Fields(kept, in: "owed")
            while !fields.isAtEnd {
                let wallet = try fields.key()
                let since = try fields.instant()
                owed.append((wallet, Owed(since: since, points: try fields.points())))
            }
        }
        if let kept = document["lookAt"] {
            var fields = try Fields(kept, in: "lookAt")
            while !fields.isAtEnd {
                let wallet = try fields.key()
                let notice = try fields.optionalInstant()
                times[wallet] = (notice, try fields.optionalInstant())
            }
        }
    }

    /// What is owed in a wallet; in a document of before this was kept, all of it since the newest moment known.
    func owed(in wallet: Key, _ debt: Points, _ clock: Instant) -> [Owed] {
        let own = owed.filter { $0.wallet == wallet }.map(\.owed)
        return own.isEmpty && debt > .zero ? [Owed(since: clock, points: debt)] : own
    }
}
