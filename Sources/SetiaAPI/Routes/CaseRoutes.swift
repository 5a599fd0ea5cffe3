internal import HTTPTypes
internal import Hummingbird
internal import JSONText
internal import SetiaCare
internal import SetiaCore
internal import SetiaInsight
internal import SetiaService
internal import SetiaWire

extension API {
    /// What members come with, and what is done about it.
    var caseEndpoints: [Endpoint] {
        [
            Endpoint(.get, "/v1/cases", needs: .conversationsRead, answer: getCases),
            Endpoint(.post, "/v1/cases", needs: .conversationsWrite, answer: postCase),
            Endpoint(.get, "/v1/cases/{case}", needs: .conversationsRead, answer: getCase),
            Endpoint(.post, "/v1/cases/{case}/steps", needs: .conversationsWrite, answer: postCaseStep),
            Endpoint(.get, "/v1/case-figures", needs: .conversationsRead, answer: getCaseFigures),
            Endpoint(.get, "/v1/improvements", needs: .conversationsRead, answer: getImprovements),
        ]
    }

    private func getCases(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let limit = try request.limit()
        if let text = request.parameter("member") {
            guard let member = MemberID(text: text), try await service.member(member) != nil else {
                throw Problem.unknownMember(text)
            }
            let items = try await service.cases(of: member, limit: limit).map { CaseBody($0.one) }
            return response(PageBody(items: items, next: nil))
        }
        let filter = try choice(request.parameter("part"), "part", CaseFilter.allCases.filter { $0 != .mine }) ?? .open
        var after: CaseCursor?
        if let text = request.parameter("cursor") {
            after = CaseCursor(text: try Cursor(text: text, kind: "cases").position)
            guard after != nil else { throw Malformed(field: "cursor", reason: "must be one that this list gave") }
        }
        let page = try await service.cases(filter, after: after, limit: limit)
        return response(
            PageBody(
                items: page.rows.map { CaseBody($0.one) },
                next: page.next.map { Cursor(kind: "cases", position: $0.text) }
            )
        )
    }

    private func postCase(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let parsed = try parseNewCase(try await request.json())
        guard let member = MemberID(text: parsed.member) else { throw Problem.unknownMember(parsed.member) }
        guard let kind = CaseKind(rawValue: parsed.kind), CaseKind.told.contains(kind) else {
            throw unknown("kind", CaseKind.told.map(\.rawValue))
        }
        let one = try await service.openCase(
            NewCase(member: member, kind: kind, text: parsed.text, source: .api),
            by: try await caller(request)
        )
        context.notes.owner = member
        return response(CaseBody(one), status: .created)
    }

    private func getCase(_ request: Request, _ context: SetiaContext) async throws -> Response {
        guard let opened = try await service.openedCase(context.memberCase()) else { throw CaseRefusal.unknownCase }
        return response(CaseBody(opened))
    }

    private func postCaseStep(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let id = try context.memberCase()
        let parsed = try parseCaseStep(try await request.json())
        var cause: CaseCause?
        if let text = parsed.cause {
            cause = CaseCause(rawValue: text)
            guard cause != nil else { throw unknown("cause", CaseCause.allCases.map(\.rawValue)) }
        }
        let change: CaseChange
        switch parsed.what {
        case "reopen": change = .reopen(text: parsed.text ?? "")
        case "note": change = .note(text: parsed.text ?? "")
        case "promise":
            guard let day = parsed.by else {
                throw MalformedBody(problems: [Malformed(field: "by", reason: "is missing: a promise names its day")])
            }
            change = .promise(day, text: parsed.text ?? "")
        case "kept": change = .keep(text: parsed.text ?? "")
        default:
            guard let state = CaseState(rawValue: parsed.what), state != .received else {
                let states = CaseState.allCases.filter { $0 != .received }.map(\.rawValue)
                throw unknown("do", states + ["reopen", "note", "promise", "kept"])
            }
            change = .move(state, text: parsed.text ?? "", cause: cause)
        }
        let one = try await service.change(id, change, by: try await caller(request), person: parsed.person)
        context.notes.owner = id.member
        return response(CaseBody(one))
    }

    private func getCaseFigures(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let asked = request.parameter("days").map { Int($0) } ?? 90
        guard let days = asked, (1...400).contains(days) else {
            throw Malformed(field: "days", reason: "must be 1 to 400")
        }
        let now = service.surroundings.now()
        let measured = try await service.measuredCases(
            from: now.adding(days: -days),
            until: now.adding(milliseconds: 1)
        )
        return response(CaseFiguresBody(measured))
    }

    private func getImprovements(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let items = try await service.improvements().map { one in
            ImprovementBody(
                id: one.id.text,
                cause: one.cause.rawValue,
                what: one.what,
                owner: one.owner?.text,
                due: one.due,
                doneAt: one.doneAt,
                told: one.told.map { ($0.language, $0.said, $0.done) }
            )
        }
        return response(PageBody(items: items, next: nil))
    }

    private func choice<Value: RawRepresentable<String>>(_ text: String?, _ field: String, _ known: [Value]) throws
        -> Value?
    {
        guard let text else { return nil }
        guard let found = known.first(where: { $0.rawValue == text }) else {
            throw Malformed(field: field, reason: "must be one of \(known.map(\.rawValue).joined(separator: ", "))")
        }
        return found
    }

    private func unknown(_ field: String, _ known: [String]) -> MalformedBody {
        MalformedBody(problems: [Malformed(field: field, reason: "must be one of \(known.joined(separator: ", "))")])
    }
}

extension SetiaContext {
    /// The case that the address names.
    fileprivate func memberCase() throws -> CaseID {
        guard let id = CaseID(text: parameters.get("case") ?? "") else { throw CaseRefusal.unknownCase }
        return id
    }
}

extension CaseBody {
    /// A case as the API tells it.
    fileprivate init(_ one: MemberCase) {
        self.init(
            id: one.id.text,
            member: one.id.member.text,
            kind: one.kind.rawValue,
            source: one.source.rawValue,
            state: one.state.rawValue,
            next: one.state.next(of: one.kind).map(\.rawValue),
            openedAt: one.openedAt,
            dueAt: one.dueAt,
            reopened: one.reopened,
            given: one.given
        )
        owner = one.owner?.text
        cause = one.cause?.rawValue
        answeredAt = one.answeredAt
        recoveredAt = one.confirmedAt
        closedAt = one.closedAt
        followUp = one.followUp
        promisedBy = one.promise
    }

    /// A case with all that was done and said.
    fileprivate init(_ opened: OpenedCase) {
        self.init(opened.one)
        steps = opened.steps.map { step, text in
            let author: String? =
                switch step.author {
                case .member: nil
                case .staff(_, let name), .person(let name), .program(let name): name
                case .operator: "operator"
                }
            return Step(
                at: step.at,
                author: author,
                number: step.number,
                state: step.state.rawValue,
                words: text,
                what: step.what.rawValue
            )
        }
    }
}

extension CaseFiguresBody {
    /// Figures as the API tells them.
    fileprivate init(_ measured: MeasuredCases) {
        let figures = measured.figures
        func money(_ cost: Int64?) -> Money? {
            guard let cost, let currency = measured.currency else { return nil }
            return try? Money(minorUnits: cost, currency: currency)
        }
        var rate: (value: Double, from: Double, to: Double)?
        if let value = figures.recovered.value, let range = figures.recovered.interval95 {
            rate = (value, range.lower, range.upper)
        }
        self.init(
            opened: figures.opened,
            decided: figures.recovered.denominator,
            recovered: figures.recovered.numerator,
            rate: rate,
            medianRecovery: figures.medianRecovery,
            reopened: figures.reopened,
            given: figures.points.units,
            unnamed: figures.unnamed,
            causes: figures.causes.map {
                Cause(
                    cause: $0.key,
                    count: $0.count,
                    points: $0.points.units,
                    running: $0.running.value ?? 0,
                    cost: money($0.cost)
                )
            },
            cost: money(figures.cost),
            recurrence: figures.recurrence.map { one in
                Recurrence(
                    cause: one.cause,
                    members: one.again.denominator,
                    again: one.again.numerator,
                    range: one.again.interval95.map { ($0.lower, $0.upper) },
                    isSmall: one.again.isSmall
                )
            }
        )
    }
}

extension Problem {
    /// Why something cannot be done with a case.
    static func refused(_ refusal: CaseRefusal) -> Problem {
        func invalid(_ field: String, _ reason: String) -> Problem {
            .invalidBody(MalformedBody(problems: [Malformed(field: field, reason: reason)]))
        }
        return switch refusal {
        case .unknownCase, .unknownOwner, .wrongPoints, .budgetSpent, .noFollowUp: .notFound("case")
        case .unknownMember: .notFound("member")
        case .textMissing: invalid("text", "must not be empty: this step says something")
        case .tooLong(let most): invalid("text", "must have at most \(most) characters")
        case .wrongPromise: invalid("by", "must be a day from today on, within \(CaseTerms.longestPromiseDays) days")
        case .causeMissing: invalid("cause", "is missing: what was learned names a cause")
        case .wrongMove(let from, let to, let allowed):
            Problem(
                "wrong-state",
                title: "The case does not go there",
                status: 409,
                detail: "the case is \(from) and does not become \(to)"
                    + (allowed.isEmpty
                        ? "; it can be opened again"
                        : "; it becomes \(allowed.map(\.rawValue).joined(separator: ", "))")
            )
        case .notAnswered:
            Problem(
                "wrong-state",
                title: "The case does not go there",
                status: 409,
                detail: "the case was not answered yet: there is nothing to open again"
            )
        case .nothingPromised:
            Problem(
                "wrong-state",
                title: "The case does not go there",
                status: 409,
                detail: "nothing is promised that is not done"
            )
        case .promiseOpen:
            Problem(
                "wrong-state",
                title: "The case does not go there",
                status: 409,
                detail: "what was promised is not done: say that it is kept before it is closed"
            )
        case .tooMany:
            Problem(
                "too-many-messages",
                title: "Too many messages",
                status: 429,
                detail: "so many cases of one member within a day are enough"
            )
        }
    }
}
