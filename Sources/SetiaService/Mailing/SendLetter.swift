internal import SetiaCore
internal import Synchronization

extension SetiaService {
    /// Sends a letter, and waits until somebody has taken it.
    ///
    /// - Throws: `MailFailure`.
    func send(
        _ letter: Letter,
        to: Mailbox,
        _ language: Language,
        _ brand: String,
        at now: Instant
    ) async throws {
        let page = LetterPage(letter, language, brand: brand)
        try await staffPorts.mail.send(
            Mail(
                to: to,
                subject: page.subject,
                text: page.text,
                html: page.html,
                language: language,
                id: surroundings.newIdentifier(),
                at: now
            )
        )
    }

    /// Sends a letter to somebody on the staff that nobody waits for: how long it takes tells nothing.
    func tell(_ letter: Letter, to member: StaffMember, at now: Instant) {
        let ports = staffPorts
        letters.add {
            do {
                let brand = try await self.store.reading { try self.brandName($0) }
                let mailbox = Mailbox(name: member.name, address: member.email)
                try await self.send(letter, to: mailbox, member.language, brand, at: now)
            } catch {
                ports.onFailure(error)
            }
        }
    }

    /// Tells somebody that she signed in on a device that was not known.
    func tellOfSignIn(_ member: StaffMember, at now: Instant) {
        tell(.newSignIn(name: member.name, at: now), to: member, at: now)
    }

    /// Returns when all letters that nobody waited for have left, or failed; before the end of a program.
    package func lettersSent() async {
        await letters.allDone()
    }
}

/// Letters that are on their way while nobody waits.
final class LettersUnderWay: Sendable {
    private let state = Mutex<(next: Int, tasks: [Int: Task<Void, Never>])>((0, [:]))

    /// Begins one.
    func add(_ work: @escaping @Sendable () async -> Void) {
        state.withLock { state in
            let number = state.next
            state.next += 1
            state.tasks[number] = Task {
                await work()
                self.remove(number)
            }
        }
    }

    /// Waits for all there are.
    func allDone() async {
        while let task = state.withLock({ $0.tasks.values.first }) { await task.value }
    }

    private func remove(_ number: Int) {
        state.withLock { _ = $0.tasks.removeValue(forKey: number) }
    }
}
