internal import ArgumentParser
internal import SetiaCare
internal import SetiaCore
internal import SetiaServer
internal import SetiaService
internal import SetiaStore
internal import SetiaWire

/// Why a command stops: one line of what, one of why, one of what to do.
struct CommandFailure: Error {
    let what: String
    let why: String
    let todo: String
    let status: Status

    /// How a command ends, after `sysexits.h`.
    enum Status: Int32 {
        /// It did its work and found something to look at.
        case findings = 1
        /// It was called wrongly.
        case usage = 64
        /// What it was given cannot be taken.
        case badData = 65
        /// Something that it was to read is not there.
        case notThere = 66
        /// The database is away, or busy too long.
        case unavailable = 69
        /// It cannot make what it was to make.
        case cannotCreate = 73
        /// Reading or writing failed.
        case inputOutput = 74
        /// The brand is not set up.
        case notSetUp = 78
    }

    init(_ what: String, why: String, todo: String, _ status: Status) {
        self.what = what
        self.why = why
        self.todo = todo
        self.status = status
    }
}

/// Does a command's work, and tells a person what went wrong where it does not succeed.
func reporting(_ work: () async throws -> Void) async throws {
    do {
        try await work()
    } catch let exit as ExitCode {
        throw exit
    } catch let wrong as ValidationError {
        throw wrong
    } catch {
        let failure = failure(for: error)
        let shell = Shell.current
        shell.note("setia: \(failure.what)")
        shell.note("  why: \(failure.why)")
        shell.note("  do:  \(failure.todo)")
        throw ExitCode(failure.status.rawValue)
    }
}

/// Ends a command that did its work and found something.
func endWithFindings() -> ExitCode { ExitCode(CommandFailure.Status.findings.rawValue) }

/// What a person is told of an error.
func failure(for error: any Error) -> CommandFailure {
    switch error {
    case let failure as CommandFailure: failure
    case let failure as BrandFailure:
        switch failure {
        case .noDatabase(let location):
            CommandFailure(
                "there is no brand at \(location)",
                why: location.path == nil ? "that database has no tables of Setia" : "no file has this name",
                todo: "name it with --database, or make one: setia programme publish FILE --database \(location)",
                .notThere
            )
        }
    case let malformed as MalformedLocation:
        CommandFailure(
            "the database cannot be opened",
            why: malformed.description,
            todo: "name a file or a server: --database shop.db, --database postgres://host/shop",
            .usage
        )
    case is Unready:
        CommandFailure(
            "this brand has no programme yet",
            why: "nothing says what an event is worth",
            todo: "setia programme publish FILE",
            .notSetUp
        )
    case let refusal as ProgrammeRefusal: programmeFailure(refusal)
    case let refusal as DraftRefusal: draftFailure(refusal)
    case let refusal as StaffRefusal: staffFailure(refusal)
    case let refusal as WebhookRefusal: webhookFailure(refusal)
    case let refusal as ReviewRefusal: reviewFailure(refusal)
    case let refusal as ReferralRefusal: referralFailure(refusal)
    case let refusal as MergeRefusal: mergeFailure(refusal)
    case let refusal as AccountRefusal: accountFailure(refusal)
    case let refusal as ConversationRefusal: conversationFailure(refusal)
    case let problem as ChannelProblem: channelFailure(problem)
    case let problem as SupplierProblem: supplierFailure(problem)
    case let refusal as BroadcastRefusal: broadcastFailure(refusal)
    case let refusal as ContentRefusal: contentFailure(refusal)
    case let refusal as JourneyRefusal: journeyFailure(refusal)
    case let malformed as MalformedJourney: journeyFailure(malformed)
    case let refusal as SurveyRefusal: surveyFailure(refusal)
    case let refusal as CaseRefusal: caseFailure(refusal)
    case let refusal as GatheringRefusal: gatheringFailure(refusal)
    case let malformed as MalformedGathering: gatheringFailure(malformed)
    case let refusal as ProductReviewRefusal: productReviewFailure(refusal)
    case let malformed as MalformedSetting:
        CommandFailure(
            "a setting cannot be taken",
            why: malformed.description,
            todo: "mend \(malformed.name), or leave it out",
            .usage
        )
    case let failure as StoreFailure: storeFailure(failure)
    case let failure as CopyFailure: copyFailure(failure)
    case let failure as BackupFailure: backupFailure(failure)
    case let failure as DistributionFailure: distributionFailure(failure)
    case let failure as SealingFailure: sealingFailure(failure)
    case let failure as TableFailure:
        CommandFailure(
            "the table cannot be read",
            why: failure.description,
            todo: failure.advice,
            .badData
        )
    case let problem as RowProblem:
        CommandFailure(
            "row \(problem.row) cannot be used",
            why: problem.description,
            todo: "mend it in the file",
            .badData
        )
    case let refusal as MeasuringRefusal: measuringFailure(refusal)
    case let failure as FileFailure:
        CommandFailure(
            failure.description,
            why: failure.reason,
            todo: failure.isMissing
                ? "check the name, or go to the directory where it is"
                : failure.isThere ? "choose another name, or move it away" : "check its permissions",
            failure.isMissing ? .notThere : failure.isThere ? .cannotCreate : .inputOutput
        )
    case let failure as CannotListen:
        CommandFailure(
            "Setia cannot listen on \(failure.host):\(failure.port)",
            why: failure.description,
            todo: "choose another with --port, or --host",
            .unavailable
        )
    case let refusal as Refusal:
        CommandFailure(
            "the programme says no",
            why: SetiaWire.problem(for: refusal).detail,
            todo: "look at it again: setia member show ID --ledger",
            .badData
        )
    default:
        CommandFailure(
            "something went wrong here",
            why: "\(error)",
            todo: "run setia doctor; what was acknowledged is kept",
            .unavailable
        )
    }
}

private func measuringFailure(_ refusal: MeasuringRefusal) -> CommandFailure {
    switch refusal {
    case .currencies(let currencies):
        CommandFailure(
            "amounts in several currencies cannot be added",
            why: "members paid in \(currencies.map(\.code).joined(separator: ", "))",
            todo: "measure one at a time: --currency \(currencies[0])",
            .badData
        )
    case .unknownWallet(let wallet, let known):
        CommandFailure(
            "there is no wallet '\(wallet)'",
            why: "the programme has \(known.map(\.text).joined(separator: ", "))",
            todo: "name one of them with --wallet",
            .usage
        )
    }
}

private func storeFailure(_ failure: StoreFailure) -> CommandFailure {
    switch failure.kind {
    case .busy:
        CommandFailure(
            "the database is busy",
            why: failure.message,
            todo: "try again when the other program is done; nothing was half written",
            .unavailable
        )
    case .unknownOutcome:
        CommandFailure(
            "the database went away while it was writing",
            why: failure.message,
            todo: "look whether it was kept before you do it again; what can be repeated is taken once",
            .unavailable
        )
    case .cannotWrite:
        CommandFailure(
            "the database cannot be written",
            why: failure.message,
            todo: "look at free space and permissions: setia doctor",
            .inputOutput
        )
    case .cannotOpen:
        CommandFailure(
            "the database cannot be opened",
            why: failure.message,
            todo: "check --database; if the file was damaged, restore a backup",
            .unavailable
        )
    case .other:
        CommandFailure(
            "the database failed",
            why: failure.message,
            todo: "run setia doctor",
            .unavailable
        )
    }
}

private func sealingFailure(_ failure: SealingFailure) -> CommandFailure {
    switch failure {
    case .keys(let path, let reason):
        CommandFailure(
            "the keys at \(path) cannot be used",
            why: reason,
            todo: "bring the key file back, or name it with --keys; without it no personal data is readable",
            .notSetUp
        )
    case .unreadable(let use):
        CommandFailure(
            "something sealed cannot be opened",
            why: "the key that sealed it (\(use.rawValue)) is gone, or the text was changed",
            todo: "check that --keys names this brand's key file; then setia verify",
            .notSetUp
        )
    }
}
