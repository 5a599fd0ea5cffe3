internal import SetiaCore
internal import SetiaService

extension Web {
    /// What is said to somebody on the staff whose wish was refused: the field, and what to do.
    func problems(_ refusal: StaffRefusal, _ visit: Visit) -> [FormProblem] {
        let texts = visit.texts
        func problem(_ field: String, _ key: String, _ values: [String: String] = [:]) -> [FormProblem] {
            [FormProblem(field: field, message: texts.say("refusal.\(key)", values))]
        }
        switch refusal {
        case .wrongCredentials: return problem("email", "wrongCredentials")
        case .tooManyTries(let until):
            let minutes = max(1, (until.milliseconds - visit.now.milliseconds + 59_999) / 60_000)
            return [FormProblem(field: "email", message: texts.say("refusal.tooManyTries", count: minutes))]
        case .wrongCode(let left):
            return [FormProblem(field: "code", message: texts.say("refusal.wrongCode", count: Int64(left)))]
        case .linkUnknown: return problem("link", "linkUnknown")
        case .linkExpired: return problem("link", "linkExpired")
        case .linkUsed: return problem("link", "linkUsed")
        case .notSignedIn: return problem("email", "notSignedIn")
        case .signInAgain: return problem("password", "signInAgain")
        case .mayNot(let permission):
            return problem("role", "mayNot", ["what": texts.say("permission.\(permission.rawValue)")])
        case .invalid(let field, let wrong): return [invalid(field, wrong, texts)]
        case .alreadyJoined: return problem("email", "alreadyJoined")
        case .unknownStaff: return problem("email", "unknownStaff")
        case .changedMeanwhile: return problem("name", "changedMeanwhile")
        case .lastOwner: return problem("role", "lastOwner")
        case .ownRole: return problem("role", "ownRole")
        case .ownAccount: return problem("points", "ownAccount")
        case .secondFactorThere: return problem("code", "secondFactorThere")
        case .noSecondFactor: return problem("code", "noSecondFactor")
        case .unknownRequest: return problem("request", "unknownRequest")
        case .requestClosed: return problem("request", "requestClosed")
        case .ownRequest: return problem("request", "ownRequest")
        case .notYourRequest: return problem("request", "notYourRequest")
        case .formChanged: return problem("points", "formChanged")
        case .unknownMember: return problem("member", "unknownMember")
        }
    }

    private func invalid(_ field: StaffField, _ wrong: FieldProblem, _ texts: Texts) -> FormProblem {
        let name = texts.say("field.\(field.rawValue)")
        let message =
            switch wrong {
            case .empty: texts.say("invalid.empty", ["field": name])
            case .tooShort(let least): texts.say("invalid.tooShort", ["field": name, "n": String(least)])
            case .tooLong(let most): texts.say("invalid.tooLong", ["field": name, "n": String(most)])
            case .malformed: texts.say("invalid.malformed", ["field": name])
            case .taken: texts.say("invalid.taken", ["field": name])
            case .common: texts.say("invalid.common")
            case .personal: texts.say("invalid.personal")
            case .wrong: texts.say("invalid.wrong")
            case .unknownStore(let store): texts.say("invalid.unknownStore", ["store": store.text])
            case .unknownWallet(let wallet): texts.say("invalid.unknownWallet", ["wallet": wallet.text])
            case .outOfRange: texts.say("invalid.outOfRange", ["field": name])
            }
        return FormProblem(field: field.rawValue, message: message)
    }

    /// What is said where the programme says no.
    func problems(_ refusal: Refusal, _ visit: Visit, brand: BrandView) -> [FormProblem] {
        let texts = visit.texts
        let message =
            switch refusal {
            case .insufficientPoints(_, let available, let needed):
                texts.say(
                    "core.insufficientPoints",
                    [
                        "available": visit.wording.number(available.units),
                        "needed": visit.wording.number(needed.units),
                    ]
                )
            case .notEnrolled: texts.say("core.notEnrolled")
            case .memberSuspended: texts.say("core.memberSuspended")
            case .coolingOff(let until):
                texts.say(
                    "core.coolingOff",
                    ["until": visit.wording.moment(until, in: brand.zone)]
                )
            case .memberClosed: texts.say("core.memberClosed")
            case .memberErased: texts.say("core.memberErased")
            case .alreadyEnrolled: texts.say("core.alreadyEnrolled")
            case .unknownMember: texts.say("core.unknownMember")
            case .unknownStore: texts.say("core.unknownStore")
            case .unknownCurrency(let got, let taken):
                texts.say("core.unknownCurrency", ["got": got, "taken": taken.joined(separator: ", ")])
            case .conflictingDuplicate: texts.say("core.conflictingDuplicate")
            case .unknownOrder: texts.say("core.unknownOrder")
            case .reward(let refusal):
                brand.version.map { capitalised(told(refusal, $0, visit.language)) } ?? texts.say("core.outOfRange")
            case .household(let refusal): texts.say("core.household.\(refusal.rawValue)")
            case .alreadyReturned: texts.say("core.alreadyReturned")
            case .unknownWallet, .unknownSegment, .unknownLevel, .unknownLine, .overReturn, .inTheFuture, .outOfRange,
                .unknownHold,
                .notTransferable,
                .transferToSelf, .transferLimit, .promotionLimit,
                .holdExists, .holdEnded:
                texts.say("core.outOfRange")
            }
        return [FormProblem(field: "points", message: message)]
    }
}
