internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import SetiaCore
internal import SetiaService

extension Web {
    /// What a reader sees where a page could not be answered as asked.
    func trouble(_ error: any Error, _ visit: Visit) async -> Response {
        switch error {
        case WebFailure.signedOut: return signedOut(visit)
        case WebFailure.memberSignedOut: return memberSignedOut(visit)
        case WebFailure.staleMemberForm: return redirect("/card?done=formTooOld")
        // Our own scripts read no page: they are told to ask for a new session.
        case WebFailure.staleForm where visit.form.has("json"): return json([], status: .unauthorized)
        case WebFailure.staleForm: return keptForm(visit)
        case let failure as WebFailure: return refusal(failure, visit)
        case let failure as StoreFailure where failure.kind != .other:
            settings.logger.error("the database failed", metadata: ["path": "\(visit.path)", "reason": "\(failure)"])
            var answer = message(visit, trouble(of: failure.kind), status: .serviceUnavailable)
            answer.headers[.retryAfter] = "1"
            return answer
        default:
            settings.logger.error("page failed", metadata: ["path": "\(visit.path)", "error": "\(error)"])
            return message(visit, "trouble.failed", status: .internalServerError)
        }
    }

    /// Which text says what is the matter with the database.
    private func trouble(of kind: StoreFailure.Kind) -> String {
        switch kind {
        case .busy: "trouble.busy"
        case .unknownOutcome: "trouble.unknown"
        case .cannotWrite, .cannotOpen: "trouble.away"
        case .other: "trouble.failed"
        }
    }

    /// A page that says no.
    func refusal(_ failure: WebFailure, _ visit: Visit) -> Response {
        switch failure {
        case .signedOut: return signedOut(visit)
        case .memberSignedOut: return memberSignedOut(visit)
        case .staleMemberForm: return redirect("/card?done=formTooOld")
        case .staleForm: return keptForm(visit)
        case .forbidden(let permission):
            return message(
                visit,
                "trouble.forbidden",
                ["what": visit.texts.say("permission.\(permission.rawValue)")],
                status: .forbidden
            )
        case .notFound: return message(visit, "trouble.missing", status: .notFound)
        case .elsewhere: return message(visit, "trouble.elsewhere", status: .forbidden)
        case .tooLarge: return message(visit, "trouble.large", status: .contentTooLarge)
        }
    }

    /// A page that says one thing, for whoever looks.
    func message(
        _ visit: Visit,
        _ key: String,
        _ values: [String: String] = [:],
        status: HTTPResponse.Status
    ) -> Response {
        page(
            "message",
            visit,
            title: visit.texts.say("\(key).title"),
            ["text": visit.texts.say("\(key).text", values), "isMembers": visit.path.hasPrefix("/card")],
            status: status,
            frame: visit.member != nil ? .portal : visit.session == nil ? .simple : .console
        )
    }

    /// Asks to sign in; what was typed into a form is kept and shown again after it.
    private func signedOut(_ visit: Visit) -> Response {
        guard !visit.form.fields.isEmpty else {
            let next = visit.path == "/console" ? "" : "?next=\(urlEncoded(visit.address))"
            return redirect("/console/sign-in\(next)")
        }
        return signInPage(visit, kept: KeptForm(path: visit.path, form: visit.form), status: .unauthorized)
    }

    /// Shows a form again that could not be taken as it came, to be sent once more.
    func keptForm(_ visit: Visit, _ kept: KeptForm? = nil, cookies: [NewCookie] = []) -> Response {
        let kept = kept ?? KeptForm(path: visit.path, form: visit.form)
        return page("kept", visit, title: visit.texts.say("kept.title"), ["kept": kept.fields], cookies: cookies)
    }
}

/// A form that came when nobody was signed in any more: kept in the sign-in form itself, and never on the server.
struct KeptForm: Sendable {
    /// Where it was sent to; a path of the console or the till.
    let path: String
    /// What was typed; no passwords, no tokens.
    let values: [(name: String, value: String)]

    init(path: String, form: Form) {
        self.path = path
        values = form.fields.filter { !$0.name.hasPrefix("password") && $0.name != "token" }
    }

    /// What a sign-in form carries along; none where it carries nothing, or a path that is not ours.
    init?(carriedBy form: Form) {
        let path = form["kept-path"]
        guard path.hasPrefix("/console/") || path.hasPrefix("/till") else { return nil }
        self.path = path
        values = form.fields.filter { $0.name.hasPrefix("kept.") }.map { (String($0.name.dropFirst(5)), $0.value) }
    }

    /// As templates see it.
    var fields: Fields {
        [
            "path": path,
            "values": values.map { ["name": $0.name, "value": $0.value] as Fields },
            "shown": values.filter { $0.name != "form" && !$0.value.isEmpty && $0.name != "json" }.map {
                ["name": $0.name, "value": $0.value] as Fields
            },
        ]
    }
}
