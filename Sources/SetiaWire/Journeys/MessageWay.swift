internal import SetiaCare
internal import SetiaCore

/// A way by which a message may go: what documents call it, and its channel (rule G-17).
struct MessageWay: Sendable, Hashable {
    let name: String
    let channel: Key

    /// The way of mails.
    static let mail = MessageWay(name: "mail", channel: "email")

    /// All, in the order in which they are tried where a document says none.
    static let all =
        [mail]
        + ["whatsapp", "line", "telegram", "sms", "http"].map {
            MessageWay(name: $0, channel: Key($0))
        }
}

extension ProgrammeReader {
    /// The ways that a message has words for, in the order in which they are tried.
    mutating func messageWays(_ node: YAMLNode, _ order: YAMLNode?, has: (String) -> Bool) -> [MessageWay] {
        let known = MessageWay.all.filter { has($0.name) }
        guard let order else { return known }
        let elements = list(order, of: "ways, such as [whatsapp, mail]", atMost: 6) ?? []
        var first: [MessageWay] = []
        for element in elements {
            guard let name = text(element) else { continue }
            guard let way = known.first(where: { $0.name == name }), !first.contains(way) else {
                complain(element, "must be a way that the message has words for, and once")
                continue
            }
            first.append(way)
        }
        return first + known.filter { !first.contains($0) }
    }

    /// The words by one way in each language.
    mutating func messageWords(_ node: YAMLNode, _ way: MessageWay) -> [MessageConcept.Rendering]? {
        let form =
            way == .mail ? "{subject: …, text: …}" : way.name == "whatsapp" ? "{template: …, text: …}" : "{text: …}"
        return members(of: node, each: "words by their language, such as en: \(form)", atMost: 20)?.compactMap {
            member in
            if !isLanguage(member.key) {
                complain(node, member, "must be a language as two small letters, such as en, ms, id or th")
            }
            let needed = ["text"] + (way == .mail ? ["subject"] : []) + (way.name == "whatsapp" ? ["template"] : [])
            let known = way == .mail ? needed : needed + ["leavesOut"]
            guard let parts = members(of: member.value, known: known, required: needed),
                let text = parts["text"].flatMap({ body($0) })
            else { return nil }
            var subject = ""
            if way == .mail {
                guard let said = parts["subject"].flatMap({ line($0, most: 200) }) else { return nil }
                subject = said
            }
            return MessageConcept.Rendering(
                channel: way.channel,
                language: Key(member.key),
                title: subject,
                text: text,
                leavesOut: parts["leavesOut"].map { leavesOut($0) } ?? (way.name == "sms" ? [.link] : []),
                template: parts["template"].flatMap { template($0) }
            )
        }
    }

    private mutating func leavesOut(_ node: YAMLNode) -> [MessageConcept.FactKind] {
        let kinds = MessageConcept.FactKind.allCases.map { ($0.rawValue, $0) }
        return (list(node, of: "kinds of facts, such as [link]", atMost: 5) ?? []).compactMap { word($0, kinds) }
    }

    private mutating func template(_ node: YAMLNode) -> Key? {
        guard let said = text(node) else { return nil }
        let isName =
            (1...512).contains(said.utf8.count)
            && said.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 }
        if !isName { complain(node, "must be a platform's approved template, such as raya_sale") }
        return isName ? Key(said) : nil
    }
}
