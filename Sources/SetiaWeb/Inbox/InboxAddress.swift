internal import SetiaCore
internal import SetiaService

/// Which part of the inbox a page shows, and which conversations of it: all of it stands in the address.
struct InboxAddress {
    /// Which part.
    var part: InboxFilter
    /// What must be of them.
    var wish: InboxWish
    /// Where the page begins.
    var after: InboxCursor?

    /// What an address says; what it says that is not known is left out.
    init(_ query: Form) {
        part = InboxFilter(rawValue: query["part"]) ?? .open
        wish = InboxWish()
        wish.channel = MessageChannel(rawValue: query["channel"])
        wish.words = String(query["q"].prefix(200))
        let holder = query["holder"]
        if holder.hasPrefix("team:") { wish.team = Key(String(holder.dropFirst(5))) }
        if holder.hasPrefix("staff:") { wish.assignee = StaffID(text: String(holder.dropFirst(6))) }
        if !query["level"].isEmpty { wish.level = Key(query["level"]) }
        wish.onlyUnproved = query["unproved"] == "yes"
        wish.onlyTrouble = query["trouble"] == "yes"
        wish.onlyMarked = query["marked"] == "yes"
        after = InboxCursor(text: query["after"])
    }

    /// Who has them, as a list of choices has it.
    var holder: String {
        if let team = wish.team { return "team:\(team)" }
        return wish.assignee.map { "staff:\($0.text)" } ?? ""
    }

    /// Whether anything is left out but by the part.
    var isNarrowed: Bool {
        var rest = wish
        rest.words = ""
        return rest != InboxWish()
    }

    /// The address.
    var path: String {
        var pairs = [("part", part.rawValue)]
        if let channel = wish.channel { pairs.append(("channel", channel.rawValue)) }
        if !holder.isEmpty { pairs.append(("holder", holder)) }
        if let level = wish.level { pairs.append(("level", level.text)) }
        if wish.onlyUnproved { pairs.append(("unproved", "yes")) }
        if wish.onlyTrouble { pairs.append(("trouble", "yes")) }
        if wish.onlyMarked { pairs.append(("marked", "yes")) }
        if !wish.words.isEmpty { pairs.append(("q", wish.words)) }
        if let after { pairs.append(("after", after.text)) }
        return "/console/inbox?" + pairs.map { "\($0.0)=\(urlEncoded($0.1))" }.joined(separator: "&")
    }

    /// The same of another part, from its beginning.
    func of(_ part: InboxFilter) -> InboxAddress {
        var other = self
        other.part = part
        other.after = nil
        return other
    }

    /// The same from another place on.
    func from(_ place: InboxCursor) -> InboxAddress {
        var other = self
        other.after = place
        return other
    }
}
