internal import Hummingbird
internal import JSONText
internal import Logging
internal import SetiaCare
internal import SetiaCore
internal import SetiaService
internal import SetiaWire

/// The answer to anything that goes wrong: the one place where a status code is chosen.
///
/// What is not known here is ours or the world's: 500, logged, and nothing of it is told.
func problem(for error: any Error, _ context: SetiaContext) -> Problem {
    switch error {
    case let problem as Problem: return problem
    case let refusal as Refusal: return SetiaWire.problem(for: refusal)
    case let failure as JSONFailure: return .malformedJSON(failure)
    case let malformed as MalformedBody: return .invalidBody(malformed)
    case let malformed as Malformed: return .invalidParameter(malformed)
    case let malformed as MalformedProgramme: return .invalidProgramme(malformed)
    case let unauthorised as Unauthorised: return .unauthorised(unauthorised)
    case let tooLarge as TooLarge: return .tooLarge(tooLarge)
    case let refusal as MemberRefusal: return .refused(refusal)
    case let refusal as ProgrammeRefusal: return .refused(refusal)
    case let refusal as DraftRefusal: return .refused(refusal)
    case let refusal as ShopRefusal: return .refused(refusal)
    case let refusal as WebhookRefusal: return .refused(refusal)
    case let refusal as ReviewRefusal: return .refused(refusal)
    case let refusal as ReferralRefusal: return .refused(refusal)
    case let refusal as StockRefusal: return .refused(refusal)
    case let refusal as SegmentRefusal: return .refused(refusal)
    case is CampaignRefusal: return .notFound("campaign")
    case let refusal as DrawRefusal: return .refused(refusal)
    case let refusal as ConversationRefusal: return .refused(refusal)
    case let refusal as ChannelRefusal: return .refused(refusal)
    case let refusal as ChatRefusal:
        if case .token(let reason) = refusal {
            context.logger.notice("a token signed nobody in", metadata: ["reason": "\(reason.rawValue)"])
        }
        return .refused(refusal)
    case let refusal as BroadcastRefusal: return .refused(refusal)
    case let refusal as ContentRefusal: return .refused(refusal)
    case let refusal as VoiceRefusal: return .refused(refusal)
    case let refusal as JourneyRefusal: return .refused(refusal)
    case let malformed as MalformedJourney: return .invalidJourney(malformed)
    case let tooMany as TooManyCodes:
        return Problem(
            "too-many-tries",
            title: "Too many wrong codes",
            status: 429,
            detail: "too many codes were tried that there are not; try again after \(tooMany.until.rfc3339)"
        )
    case let refusal as MergeRefusal: return .refused(refusal)
    case let refusal as AccountRefusal: return .refused(refusal)
    case let refusal as SurveyRefusal: return .refused(refusal)
    case let refusal as CaseRefusal: return .refused(refusal)
    case let refusal as GatheringRefusal: return .refused(refusal)
    case let malformed as MalformedGathering: return .refused(malformed)
    case let refusal as ProductReviewRefusal: return .refused(refusal)
    case is WhatIfBusy:
        return Problem(
            "what-if-running",
            title: "Another what-if is running",
            status: 409,
            detail: "one runs at a time on a server; try again when it is done"
        )
    case let unready as Unready:
        return Problem("no-programme", title: "No programme", status: 409, detail: unready.description)
    case let overloaded as Overloaded:
        return Problem("overloaded", title: "Too much at once", status: 503, detail: overloaded.description)
    case let busy as MemberBusy:
        return Problem("member-busy", title: "Too much at once for one member", status: 429, detail: busy.description)
    case let failure as StoreFailure: return .failed(failure, context)
    default:
        context.logger.error("a request failed", metadata: ["reason": "\(error)"])
        return Problem(
            "internal",
            title: "Something went wrong here",
            status: 500,
            detail: "it is not your request; the server's log says more"
        )
    }
}

extension Problem {
    /// No route has this path.
    static func unknownPath(_ path: String) -> Problem {
        Problem("not-found", title: "Not there", status: 404, detail: "there is nothing at \(path); see /docs")
    }

    /// The path has no such method.
    static func methodNotAllowed(_ method: String, allowed: [String]) -> Problem {
        Problem(
            "method-not-allowed",
            title: "Not this way",
            status: 405,
            detail: "\(method) is not possible here, only \(allowed.joined(separator: ", "))"
        )
    }

    /// Something that is asked for by id is not there.
    static func notFound(_ what: String) -> Problem {
        Problem("not-found", title: "Not there", status: 404, detail: "there is no such \(what)")
    }

    /// The address names a member who is not there.
    static func unknownMember(_ id: String) -> Problem {
        Problem(
            "unknown-member",
            title: "No such member",
            status: 404,
            detail: "no member has the id \(id)",
            errors: [FieldError(field: "member", reason: "no member has the id \(id)")]
        )
    }

    fileprivate static func unauthorised(_ unauthorised: Unauthorised) -> Problem {
        switch unauthorised {
        case .noKey:
            Problem(
                "missing-key",
                title: "No key",
                status: 401,
                detail: "send an API key: Authorization: Bearer setia_…",
                errors: [FieldError(field: "Authorization", reason: "is missing")]
            )
        case .notABearer:
            Problem(
                "invalid-key",
                title: "Wrong key",
                status: 401,
                detail: "the header must be: Authorization: Bearer setia_…",
                errors: [FieldError(field: "Authorization", reason: "must be Bearer and an API key")]
            )
        case .unknownKey:
            Problem(
                "invalid-key",
                title: "Wrong key",
                status: 401,
                detail: "there is no such API key, or it was revoked",
                errors: [FieldError(field: "Authorization", reason: "names no key that is valid")]
            )
        case .missingScope(let scope):
            Problem(
                "missing-scope",
                title: "The key may not do this",
                status: 403,
                detail: "the key lacks the scope \(scope.rawValue)",
                errors: [FieldError(field: "Authorization", reason: "needs the scope \(scope.rawValue)")]
            )
        }
    }

    fileprivate static func tooLarge(_ tooLarge: TooLarge) -> Problem {
        Problem(
            "body-too-large",
            title: "Too large",
            status: 413,
            detail: "a body here has at most \(tooLarge.limit) bytes",
            errors: [FieldError(field: "", reason: "has more than \(tooLarge.limit) bytes")],
            numbers: [Number("limit", Int64(tooLarge.limit))]
        )
    }

    fileprivate static func refused(_ refusal: MemberRefusal) -> Problem {
        switch refusal {
        case .noIdentity:
            Problem(
                "invalid-body",
                title: "The body cannot be taken",
                status: 422,
                detail: "a member needs at least one identity",
                errors: [FieldError(field: "identities", reason: "has none")]
            )
        case .identityTaken(let kind, let place):
            Problem(
                "identity-taken",
                title: "A member already",
                status: 409,
                detail: "a member has this \(kind.rawValue) already",
                errors: [FieldError(field: "identities[\(place)]", reason: "is another member's")]
            )
        case .severalPeople:
            Problem(
                "several-people",
                title: "More than one person",
                status: 409,
                detail: "the identities belong to different people whom we know",
                errors: [FieldError(field: "identities", reason: "belong to different people")]
            )
        case .joinsInTheFuture(let joinedAt, let now):
            Problem(
                "in-the-future",
                title: "It has not happened yet",
                status: 422,
                detail: "she is said to have joined at \(joinedAt), and it is \(now): more than five minutes ahead",
                errors: [FieldError(field: "joinedAt", reason: "must not be more than five minutes ahead of \(now)")]
            )
        case .bornInTheFuture:
            Problem(
                "in-the-future",
                title: "It has not happened yet",
                status: 422,
                detail: "the birth date lies in the future",
                errors: [FieldError(field: "birthDate", reason: "must not be after today")]
            )
        }
    }

    fileprivate static func refused(_ refusal: ProgrammeRefusal) -> Problem {
        switch refusal {
        case .beginsInThePast(let instant):
            Problem(
                "begins-in-the-past",
                title: "What was decided stays decided",
                status: 422,
                detail: "a version cannot hold from \(instant), which is over",
                errors: [FieldError(field: "validFrom", reason: "must not be in the past")]
            )
        case .beginsBeforeTheNewest(let number, let instant):
            Problem(
                "begins-before-the-newest",
                title: "A later version is published",
                status: 409,
                detail: "version \(number) is published and holds from \(instant)",
                errors: [FieldError(field: "validFrom", reason: "must not be before version \(number)")]
            )
        case .unknownVersion: .notFound("version")
        case .hasBegun(let number, let instant):
            Problem(
                "version-has-begun",
                title: "The version has begun",
                status: 409,
                detail: "version \(number) holds since \(instant): publish another, or an older one anew"
            )
        case .reasonMissing: .invalidBody(MalformedBody(problems: [Malformed(field: "reason", reason: "is missing")]))
        case .reasonTooLong:
            .invalidParameter(Malformed(field: "reason", reason: "must have at most 500 bytes"))
        }
    }

    fileprivate static func refused(_ refusal: DraftRefusal) -> Problem {
        switch refusal {
        case .unknown: .notFound("draft")
        case .malformedName:
            .invalidParameter(
                Malformed(
                    field: "draft",
                    reason: "must be small letters, digits, hyphens and underscores, at most 64, a letter first"
                )
            )
        case .changed(let name, let revision):
            Problem(
                "draft-changed",
                title: "Somebody saved the draft",
                status: 409,
                detail: revision == 0
                    ? "there is no draft \(name) any more" : "draft \(name) is at revision \(revision) by now",
                errors: [FieldError(field: "revision", reason: "is not \(revision), which is what there is")]
            )
        case .tooMany:
            Problem(
                "too-many-drafts",
                title: "Too many drafts",
                status: 409,
                detail: "there are \(SetiaService.mostDrafts) drafts already"
            )
        case .tooLong: .tooLarge(TooLarge(limit: SetiaService.mostDocumentBytes))
        }
    }

    fileprivate static func refused(_ refusal: ShopRefusal) -> Problem {
        switch refusal {
        case .unknownTimeZone(let name):
            Problem(
                "unknown-time-zone",
                title: "No such time zone",
                status: 422,
                detail: "there is no time zone \(name) here",
                errors: [FieldError(field: "timeZone", reason: "must be an IANA time zone, such as Asia/Jakarta")]
            )
        case .unknownCurrency(let code, let taken):
            Problem(
                "unknown-currency",
                title: "Currency not taken",
                status: 422,
                detail: "\(code) is not taken, only \(taken.joined(separator: ", "))",
                errors: [FieldError(field: "currency", reason: "must be one of \(taken.joined(separator: ", "))")]
            )
        case .online:
            Problem(
                "reserved-store",
                title: "Not a store's id",
                status: 422,
                detail: "online is what every event is that names no store",
                errors: [FieldError(field: "id", reason: "must not be online")]
            )
        }
    }

    fileprivate static func refused(_ refusal: WebhookRefusal) -> Problem {
        switch refusal {
        case .unknownWebhook: .notFound("webhook")
        case .unknownEvent: .notFound("event")
        case .invalid(let field, let reason):
            .invalidBody(MalformedBody(problems: [Malformed(field: field.rawValue, reason: reason)]))
        case .tooMany(let most):
            Problem(
                "too-many-webhooks",
                title: "Too many webhooks",
                status: 409,
                detail: "there are \(most) webhooks, and no more can be",
                numbers: [Number("limit", Int64(most))]
            )
        case .tooManySecrets(let most):
            Problem(
                "too-many-secrets",
                title: "Too many secrets",
                status: 409,
                detail:
                    "\(most) secrets of this webhook hold at once; wait until one ends, or end them: keepOldHours 0",
                numbers: [Number("limit", Int64(most))]
            )
        case .notEnabled:
            Problem(
                "webhook-not-enabled",
                title: "The webhook is switched off",
                status: 409,
                detail: "nothing is put on its way to a webhook that is switched off; enable it first"
            )
        }
    }

    fileprivate static func failed(_ failure: StoreFailure, _ context: SetiaContext) -> Problem {
        context.logger.error("the database failed", metadata: ["reason": "\(failure.message)"])
        guard failure.kind != .unknownOutcome else {
            return Problem(
                "unknown-outcome",
                title: "Not known whether it was kept",
                status: 503,
                detail: "the database went away while it was writing; send the same again, with the same id"
            )
        }
        return Problem(
            "unavailable",
            title: "The database is away",
            status: 503,
            detail: "nothing was written; try again in a moment"
        )
    }
}
