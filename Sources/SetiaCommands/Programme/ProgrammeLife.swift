internal import JSONText
internal import SetiaCore
internal import SetiaService

/// Says what came of publishing, in any of its ways.
func tell(_ published: (programme: PublishedProgramme, isNew: Bool), _ output: OutputOptions) {
    let shell = Shell.current
    let (programme, isNew) = published
    if output.json {
        let restored = programme.restores.map { JSON.integer(Int64($0)) }
        let answer: JSON = .object([
            "new": .bool(isNew), "publishedAt": .string(programme.publishedAt.rfc3339), "restores": restored ?? .null,
            "validFrom": .string(programme.validFrom.rfc3339), "version": .integer(Int64(programme.number)),
        ])
        shell.say(answer.pretty)
    } else if isNew {
        let again = programme.restores.map { ", with the document of version \($0)," } ?? ""
        shell.say("version \(programme.number) is published\(again) and holds from \(programme.validFrom.rfc3339)")
    } else {
        shell.say("version \(programme.number) is this very document already; nothing was changed")
    }
}

/// Why the programme's life does not go on so, as a command says it.
func programmeFailure(_ refusal: ProgrammeRefusal) -> CommandFailure {
    switch refusal {
    case .beginsInThePast(let instant):
        CommandFailure(
            "nothing is published",
            why: "\(instant.rfc3339) is over, and what was decided stays decided",
            todo: "name a moment to come",
            .badData
        )
    case .beginsBeforeTheNewest(let number, let instant):
        CommandFailure(
            "nothing is published",
            why: "version \(number) is published and begins later, on \(instant.rfc3339)",
            todo: "take it back first: setia programme cancel \(number)",
            .badData
        )
    case .unknownVersion(let number, let newest):
        CommandFailure(
            number.map { "there is no version \($0)" } ?? "there is no version before the one that holds",
            why: newest > 0 ? "there are versions 1 to \(newest)" : "none is published yet",
            todo: "setia programme show lists them",
            .notThere
        )
    case .hasBegun(let number, let instant):
        CommandFailure(
            "version \(number) is not cancelled",
            why: "it holds since \(instant.rfc3339), and what was decided stays decided",
            todo: "setia programme rollback publishes an older one anew",
            .badData
        )
    case .reasonMissing:
        CommandFailure("nothing is published", why: "going back says why", todo: "--reason \"…\"", .usage)
    case .reasonTooLong:
        CommandFailure("nothing is published", why: "a reason has at most 500 bytes", todo: "say it shorter", .usage)
    }
}

/// Why a draft is not kept, or not found, as a command says it.
func draftFailure(_ refusal: DraftRefusal) -> CommandFailure {
    switch refusal {
    case .unknown(let name):
        CommandFailure(
            "there is no draft '\(name)'",
            why: "none of this name is kept",
            todo: "setia programme draft list names them",
            .notThere
        )
    case .malformedName(let name):
        CommandFailure(
            "'\(name)' is no name for a draft",
            why: "it has small letters, digits, hyphens and underscores, at most 64, a letter first",
            todo: "take one such as next-year",
            .usage
        )
    case .changed(let name, let revision):
        CommandFailure(
            "the draft '\(name)' is not saved",
            why: "somebody saved it meanwhile: it is at revision \(revision)",
            todo: "look at it first: setia programme draft show \(name)",
            .badData
        )
    case .tooMany:
        CommandFailure(
            "the draft is not saved",
            why: "there are \(SetiaService.mostDrafts) already",
            todo: "remove one: setia programme draft remove NAME",
            .badData
        )
    case .tooLong:
        CommandFailure(
            "the draft is not saved",
            why: "a document has at most \(SetiaService.mostDocumentBytes) bytes",
            todo: "make it shorter",
            .badData
        )
    }
}
