internal import SetiaCore
internal import SetiaService

/// A month of the calendar.
struct ContentMonth: Equatable {
    /// Such as 2026.
    let year: Int
    /// 1 to 12.
    let month: Int

    /// The month in which a day lies.
    init(holding day: Day) {
        let parts = "\(day)".split(separator: "-").compactMap { Int($0) }
        year = parts.first ?? 1970
        month = parts.count > 1 ? parts[1] : 1
    }

    /// The month that `text` writes, such as `2026-03`, or none.
    init?(text: String) {
        guard text.utf8.count == 7, let day = Day(iso: "\(text)-01") else { return nil }
        self.init(holding: day)
    }

    /// Such as `2026-03`.
    var text: String { "\(year)-\(month < 10 ? "0" : "")\(month)" }

    /// Its first day.
    var first: Day { Day(iso: "\(text)-01") ?? Day(number: 0) }

    /// The month before it.
    var before: ContentMonth { ContentMonth(holding: first.adding(days: -1)) }

    /// The month after it.
    var after: ContentMonth { ContentMonth(holding: first.adding(days: 31)) }

    /// Its days.
    var days: [Day] { (0..<Int(after.first.number - first.number)).map { first.adding(days: $0) } }

    /// On which weekday it begins: 0 is Monday.
    var firstWeekday: Int { first.weekday - 1 }
}

/// Which month of the content calendar a page shows, and which pieces: all of it stands in the address.
struct ContentAddress {
    /// Which month.
    let month: ContentMonth
    /// What must be of them, whatever the month.
    private(set) var wish: ContentWish

    /// What an address says; what it says that is not known is left out.
    init(_ query: Form, today: Day) {
        month = ContentMonth(text: query["month"]) ?? ContentMonth(holding: today)
        wish = ContentWish()
        wish.state = ContentPiece.State(rawValue: query["state"])
        wish.kind = ContentPiece.Kind(rawValue: query["kind"])
        wish.channel = ContentPiece.Channel(rawValue: query["channel"])
        if !query["language"].isEmpty { wish.language = Key(query["language"]) }
        wish.owner = StaffID(text: query["owner"])
    }

    /// Those of the month.
    var wishOfMonth: ContentWish {
        var own = wish
        own.from = month.first
        own.until = month.after.first
        return own
    }

    /// The same of another month.
    func path(of month: ContentMonth) -> String {
        var pairs = [("month", month.text)]
        if let state = wish.state { pairs.append(("state", state.rawValue)) }
        if let kind = wish.kind { pairs.append(("kind", kind.rawValue)) }
        if let channel = wish.channel { pairs.append(("channel", channel.rawValue)) }
        if let language = wish.language { pairs.append(("language", language.text)) }
        if let owner = wish.owner { pairs.append(("owner", owner.text)) }
        return "/console/content?" + pairs.map { "\($0.0)=\(urlEncoded($0.1))" }.joined(separator: "&")
    }
}
