internal import JSONText
internal import SetiaCare
internal import SetiaCore

extension SetiaService {
    /// A broadcast as a mail to one member: in her language, with why she gets it and how she ends it (rules G-10, G-11).
    func mail(
        _ contact: Contact,
        _ broadcast: Broadcast,
        _ state: MemberState,
        _ key: WrappedKey,
        _ brand: String,
        _ archive: any Archive
    ) throws -> Mail {
        let words = try words(contact, broadcast, state, key, brand, archive)
        let page = BroadcastPage(subject: words.title, text: words.text, foot: words.foot, scores: words.scores)
        return Mail(
            to: words.to,
            subject: page.subject,
            text: page.plain,
            html: page.html,
            language: words.foot.language,
            id: contact.id,
            at: contact.decidedAt,
            list: MailList(
                token: contactToken(contact),
                unsubscribe: words.foot.unsubscribe,
                bouncesTo: staffPorts.replyAddress
            )
        )
    }

    /// What a broadcast says to one member, filled in, and to whom.
    func words(
        _ contact: Contact,
        _ broadcast: Broadcast,
        _ state: MemberState,
        _ key: WrappedKey,
        _ brand: String,
        _ archive: any Archive
    ) throws -> BroadcastWords {
        let sealed = try archive.person(contact.member)
        let identities = try open(sealed?.identities ?? [], of: contact.member, with: key)
        let person = try open(sealed?.document, of: contact.member, with: key)
        let rendering = broadcast.content.rendering(in: state.facts.language, by: contact.channel)
        let language = Language(rawValue: rendering.language.text) ?? .en
        // Whatever a name holds, it puts no line into a mail.
        let letters = (person["name"]?.string ?? "").unicodeScalars.filter { $0.value >= 32 && $0.value != 127 }
        let name = String(String.UnicodeScalarView(letters.prefix(100)))
        var places = ["name": name, "brand": brand]
        places.merge(try rewardPlaces(contact, broadcast, language, archive)) { own, _ in own }
        let version = try configuration(archive).published().version(at: contact.decidedAt)
        let question = surveyLines(contact, broadcast, version.programme, language)
        return BroadcastWords(
            to: Mailbox(name: name, address: identities.first { $0.kind == .email }?.value ?? ""),
            title: CannedAnswer(name: "", language: language, text: rendering.title).filled(places),
            text: CannedAnswer(name: "", language: language, text: rendering.text).filled(places)
                + question + (contact.channel == BroadcastContent.mail ? caseLines(contact, broadcast, language) : ""),
            template: rendering.template,
            scores: surveyScores(contact, broadcast, version.programme),
            parameters: filledPlaces(in: rendering.text, places)
                + (question.isEmpty ? [] : ["\(staffPorts.address)/survey/\(contactToken(contact))"]),
            foot: BroadcastFoot(
                brand: brand,
                agreedOn: contact.decision.inputs.consent.map { version.zone.day(of: $0.since) },
                unsubscribe: "\(staffPorts.address)/unsubscribe/\(contactToken(contact))",
                preferences: "\(staffPorts.address)/card/preferences",
                language: language
            )
        )
    }

    /// What stands in links of a message and in its `Message-ID`: which it is, whose, and that it is ours.
    func contactToken(_ contact: Contact) -> String {
        contactToken(contact.member, contact.id)
    }

    /// The same of an id that is no message's.
    func contactToken(_ member: MemberID, _ id: Identifier) -> String {
        let hash = sealing.keyedHash(Array("\(member.text)\(id.text)".utf8), for: .contact)
        let digits = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
        return id.text + member.text + String(decoding: (0..<16).map { digits[Int(hash[$0] & 31)] }, as: UTF8.self)
    }

    /// Whose and which contact a token stands for; none where it is not ours.
    func contactPlace(_ token: String) -> (member: MemberID, contact: Identifier)? {
        let token = token.lowercased()
        guard token.utf8.count == 68, let id = Identifier(text: String(token.prefix(26))),
            let member = MemberID(text: String(token.dropFirst(26).prefix(26))),
            contactToken(member, id).utf8.elementsEqual(token.utf8)
        else { return nil }
        return (member, id)
    }
}

/// What a broadcast says to one member.
struct BroadcastWords: Sendable {
    let to: Mailbox
    let title: String
    let text: String
    /// The platform's template that says it; none is free words.
    var template: Key?
    /// Where each score of a question that it asks is chosen; none where it asks none.
    var scores: [SurveyScore] = []
    /// What that is filled with, in its order.
    var parameters: [String] = []
    let foot: BroadcastFoot
}

/// What a template's places are filled with: those that the text names, in the order in which it names them first.
func filledPlaces(in text: String, _ values: [String: String]) -> [String] {
    var names: [String] = []
    for part in text.split(separator: "{", omittingEmptySubsequences: false).dropFirst() {
        guard let name = part.split(separator: "}").first.map(String.init), values[name] != nil, !names.contains(name)
        else { continue }
        names.append(name)
    }
    return names.compactMap { values[$0] }
}

/// The end of each promotional mail: why she got it, and how she gets no more.
struct BroadcastFoot: Sendable {
    let brand: String
    let agreedOn: Day?
    let unsubscribe: String
    let preferences: String
    let language: Language

    /// Why she got it.
    var why: String {
        let wording = Wording(language)
        guard let day = agreedOn.map({ wording.day($0) }) else { return brand }
        return switch language {
        case .en: "You get this because on \(day) you agreed to news from \(brand) by e-mail."
        case .ms: "Anda menerima ini kerana pada \(day) anda bersetuju menerima berita daripada \(brand) melalui e-mel."
        case .id: "Anda menerima ini karena pada \(day) Anda setuju menerima kabar dari \(brand) lewat email."
        case .th: "คุณได้รับข้อความนี้เพราะเมื่อ \(day) คุณตกลงรับข่าวสารจาก \(brand) ทางอีเมล"
        }
    }

    /// What the link says that ends it.
    var leave: String {
        switch language {
        case .en: "No more of these"
        case .ms: "Jangan hantar lagi"
        case .id: "Jangan kirim lagi"
        case .th: "ไม่รับอีก"
        }
    }

    /// What the link says that leads to what she agreed to.
    var choose: String {
        switch language {
        case .en: "Choose what you get"
        case .ms: "Pilih apa yang anda terima"
        case .id: "Pilih yang Anda terima"
        case .th: "เลือกสิ่งที่คุณได้รับ"
        }
    }
}

/// A broadcast as text and as HTML of one column; neither needs a picture or another server.
struct BroadcastPage: Sendable {
    let subject: String
    let text: String
    let foot: BroadcastFoot
    var scores: [SurveyScore] = []

    /// The plain text.
    var plain: String {
        "\(text)\n\n-- \n\(foot.why)\n\(foot.leave): \(foot.unsubscribe)\n\(foot.choose): \(foot.preferences)\n"
    }

    /// The HTML: what stands in the text is escaped, and links in it lead where they say.
    var html: String {
        var paragraphs = text.split(separator: "\n\n").map { "<p>\(LetterPage.linked(String($0)))</p>" }
        if !scores.isEmpty {
            let links = scores.map { "<a class=\"score\" href=\"\(LetterPage.escaped($0.link))\">\($0.score)</a>" }
            paragraphs.append("<p class=\"scores\">\(links.joined(separator: " "))</p>")
        }
        let small = """
            <p>\(LetterPage.escaped(foot.why))</p>
            <p><a href="\(foot.unsubscribe)">\(foot.leave)</a> · <a href="\(foot.preferences)">\(foot.choose)</a></p>
            """
        return LetterPage.frame(
            title: subject,
            brand: foot.brand,
            body: paragraphs.joined(separator: "\n"),
            foot: small,
            foot.language
        )
    }
}
