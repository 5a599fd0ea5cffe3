internal import HTTPTypes
internal import Hummingbird
internal import JSONText
internal import SetiaCore
internal import SetiaService

extension Web {
    /// Becoming a member, at the counter or by a link.
    var joinPages: [Page] {
        [
            Page(.get, "/join", .open) { try await joinPage($0) },
            Page(.get, "/join/{store}", .open) { try await joinPage($0) },
            Page(.post, "/join", .open, answer: startJoining),
            Page(.post, "/join/code", .open, answer: confirmCode),
        ]
    }

    private func joinPage(_ visit: Visit, problems: [FormProblem] = []) async throws -> Response {
        let texts = visit.texts
        let brand = try await brand()
        let isRetry = visit.form.has("contact")
        let storeID = isRetry ? visit.form["store"] : visit.parameter("store")
        let store = brand.shops.first { $0.id.text == storeID }
        var fields = problemFields(problems)
        fields["store"] = store?.id.text ?? ""
        if let store { fields["storeLine"] = texts.say("join.at", ["store": store.name]) }
        let hasReferral = brand.programme?.referral != nil
        fields["hasReferral"] = hasReferral
        fields["code"] = isRetry ? visit.form["code"] : visit.query["code"]
        fields["name"] = visit.form["name"]
        fields["contact"] = visit.form["contact"]
        fields["isReady"] = brand.programme != nil
        fields["brandLine"] = texts.say("join.text", ["brand": visit.brandName])
        let chosen = isRetry ? visit.form["language"] : visit.language.rawValue
        fields["languageChoices"] = Language.allCases.map { option($0.rawValue, $0.ownName, chosen) }
        fields["mayEmail"] = visit.form.has("consent-email")
        fields["maySMS"] = visit.form.has("consent-sms")
        fields["emailWording"] = texts.say("join.consentEmail", ["brand": visit.brandName])
        fields["smsWording"] = texts.say("join.consentSMS", ["brand": visit.brandName])
        return page(
            "join",
            visit,
            title: texts.say("join.title", ["brand": visit.brandName]),
            fields,
            status: problems.isEmpty ? .ok : .unprocessableContent,
            frame: .simple
        )
    }

    private func startJoining(_ visit: Visit) async throws -> Response {
        let texts = visit.texts
        let brand = try await brand()
        let store = brand.shops.first { $0.id.text == visit.form["store"] }
        var problems: [FormProblem] = []
        let name = visit.form["name"]
        if name.isEmpty { problems.append(FormProblem(field: "name", message: texts.say("join.nameMissing"))) }
        if name.count > 200 { problems.append(FormProblem(field: "name", message: texts.say("join.nameLong"))) }
        let identity = contact(visit.form["contact"], country: store?.country.text ?? country(of: visit.language))
        if identity == nil {
            problems.append(FormProblem(field: "contact", message: texts.say("join.contactWrong")))
        }
        let code = visit.form["code"]
        if !code.isEmpty, brand.programme?.referral != nil, try await service.referrer(of: code) == nil {
            problems.append(FormProblem(field: "code", message: texts.say("join.codeWrong")))
        }
        guard problems.isEmpty, let identity else { return try await joinPage(visit, problems: problems) }
        let payload = JoiningNote(
            name: name,
            language: Language(rawValue: visit.form["language"]) ?? visit.language,
            country: store?.country.text,
            mayEmail: visit.form.has("consent-email"),
            maySMS: visit.form.has("consent-sms"),
            wordingLanguage: visit.language,
            code: code.isEmpty ? nil : code
        )
        return try await sendCode(to: identity, payload: payload.bytes, visit) { problems in
            try await joinPage(visit, problems: problems)
        }
    }

    /// Sends a code, and asks for it.
    func sendCode(
        to identity: Identity,
        payload: [UInt8],
        _ visit: Visit,
        orElse: ([FormProblem]) async throws -> Response
    ) async throws -> Response {
        do {
            let token = try await service.startConfirming(
                identity,
                payload: payload,
                language: visit.language,
                client: visit.client
            )
            return codePage(visit, token: token, sentTo: identity.value)
        } catch let refusal as ConfirmationRefusal {
            return try await orElse([FormProblem(field: "contact", message: said(refusal, visit))])
        } catch is MailFailure {
            return try await orElse([FormProblem(field: "contact", message: visit.texts.say("code.mailFailed"))])
        }
    }

    private func codePage(
        _ visit: Visit,
        token: String,
        sentTo: String,
        problems: [FormProblem] = []
    ) -> Response {
        var fields = problemFields(problems)
        fields["confirmation"] = token
        fields["sentTo"] = sentTo
        fields["sentLine"] = visit.texts.say("code.sent", ["to": sentTo])
        return page(
            "code",
            visit,
            title: visit.texts.say("code.title"),
            fields,
            status: problems.isEmpty ? .ok : .unprocessableContent,
            frame: .simple
        )
    }

    func said(_ refusal: ConfirmationRefusal, _ visit: Visit) -> String {
        let texts = visit.texts
        switch refusal {
        case .cannotReach(let kind): return texts.say("code.cannotReach.\(kind == .email ? "email" : "phone")")
        case .tooManyCodes(let until):
            let minutes = max(1, (until.milliseconds - visit.now.milliseconds + 59_999) / 60_000)
            return texts.say("refusal.tooManyTries", count: minutes)
        case .wrongCode(let left): return texts.say("refusal.wrongCode", count: Int64(left))
        case .unknown: return texts.say("code.unknown")
        case .expired: return texts.say("code.expired")
        case .used: return texts.say("code.used")
        }
    }

    private func confirmCode(_ visit: Visit) async throws -> Response {
        let token = visit.form["confirmation"]
        let confirmed: Confirmed
        do {
            confirmed = try await service.confirm(token, code: visit.form["code"].filter { $0 != " " })
        } catch let refusal as ConfirmationRefusal {
            let problem = FormProblem(field: "code", message: said(refusal, visit))
            return codePage(visit, token: token, sentTo: visit.form["sent-to"], problems: [problem])
        }
        guard let note = JoiningNote(bytes: confirmed.payload) else {
            guard let member = try await service.member(with: confirmed.identity) else {
                return page(
                    "message",
                    visit,
                    title: visit.texts.say("card.unknown"),
                    ["text": visit.texts.say("card.unknownText")],
                    frame: .simple
                )
            }
            let next = portalAddress(String(decoding: confirmed.payload, as: UTF8.self))
            return try await showCard(of: member, done: "cardBack", next: next, visit)
        }
        let joined = try await service.join(
            Joining(
                name: note.name,
                identity: confirmed.identity,
                facts: MemberFacts(country: note.country.map { Key($0) }, language: note.language.key),
                consents: note.consents
            )
        )
        switch joined {
        case .new(let member):
            if let code = note.code {
                let origin = ReferralOrigin(address: visit.client.isEmpty ? nil : visit.client)
                // Nobody is kept from her card by a code that is not good any more.
                _ = try? await service.refer(member, code: code, from: origin)
            }
            return try await showCard(of: member, done: "joined", visit)
        case .already(let member): return try await showCard(of: member, done: "alreadyMember", visit)
        }
    }

    private func showCard(of member: MemberID, done: String, next: String? = nil, _ visit: Visit) async throws
        -> Response
    {
        let old = visit.cookies[CookieName.member]
        let token = try await service.startMemberSession(member, replacing: old)
        return redirect(next ?? "/card?done=\(done)", cookies: [memberCookie(token)])
    }

    /// An e-mail address or a telephone number, as people type them; a number with a leading zero is of `country`.
    func contact(_ text: String, country: String) -> Identity? {
        if text.contains("@") { return try? Identity(kind: .email, text: text) }
        var number = text
        if number.hasPrefix("0"), let prefix = ["MY": "+60", "ID": "+62", "TH": "+66", "SG": "+65"][country] {
            number = prefix + number.drop { $0 == "0" }
        }
        return try? Identity(kind: .phone, text: number)
    }

    /// Where a reader of a language most likely is.
    func country(of language: Language) -> String {
        switch language {
        case .en, .ms: "MY"
        case .id: "ID"
        case .th: "TH"
        }
    }
}

/// What somebody who joins said, while her code is on its way: kept sealed.
struct JoiningNote {
    let name: String
    let language: Language
    let country: String?
    let mayEmail: Bool
    let maySMS: Bool
    let wordingLanguage: Language
    /// The code of who brought her, if any.
    let code: String?

    /// Which wording of the consents stands on the page; a changed text gets another.
    static let wording = "join-1"

    init(
        name: String,
        language: Language,
        country: String?,
        mayEmail: Bool,
        maySMS: Bool,
        wordingLanguage: Language,
        code: String? = nil
    ) {
        self.name = name
        self.language = language
        self.country = country
        self.mayEmail = mayEmail
        self.maySMS = maySMS
        self.wordingLanguage = wordingLanguage
        self.code = code
    }

    init?(bytes: [UInt8]) {
        guard case .object(let object)? = try? JSON.parse(bytes), case .string(let name)? = object["name"],
            case .string(let language)? = object["language"], case .string(let wording)? = object["wording"]
        else { return nil }
        self.name = name
        self.language = Language(rawValue: language) ?? .en
        wordingLanguage = Language(rawValue: wording) ?? .en
        country = if case .string(let country)? = object["country"], !country.isEmpty { country } else { nil }
        code = if case .string(let code)? = object["code"], !code.isEmpty { code } else { nil }
        mayEmail = object["email"] == .bool(true)
        maySMS = object["sms"] == .bool(true)
    }

    var bytes: [UInt8] {
        JSON.object([
            "code": .string(code ?? ""), "country": .string(country ?? ""), "email": .bool(mayEmail),
            "language": .string(language.rawValue),
            "name": .string(name), "sms": .bool(maySMS), "wording": .string(wordingLanguage.rawValue),
        ]).canonical
    }

    /// Only what she ticked: silence is no consent, and no refusal either.
    var consents: [Consent] {
        [("email", mayEmail), ("sms", maySMS)].filter(\.1).map { channel, _ in
            Consent(
                purpose: "marketing",
                channel: Key(channel),
                isGiven: true,
                wording: Key("\(JoiningNote.wording)/\(wordingLanguage.rawValue)"),
                evidence: "join-page"
            )
        }
    }
}
