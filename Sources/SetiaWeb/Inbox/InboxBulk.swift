internal import Hummingbird
internal import SetiaCore
internal import SetiaService

extension Web {
    /// Does one thing with all conversations that are ticked, and says how many it did and why not the others (rule N-17).
    func actOnInbox(_ visit: Visit) async throws -> Response {
        let address = InboxAddress(visit.query)
        let picks = visit.form.all("pick").compactMap { InboxPick(text: $0) }
        guard !picks.isEmpty else { return try await inboxPage(visit, wrong: visit.texts.say("inbox.bulk.none")) }
        let changes: [ConversationChange]
        switch visit.form["do"] {
        case "assign":
            let holder = visit.form["to"]
            if holder == "nobody" {
                changes = [.assign(nil), .team(nil)]
            } else if holder.hasPrefix("team:") {
                changes = [.team(Key(String(holder.dropFirst(5)))), .assign(nil)]
            } else if holder.hasPrefix("staff:"), let staff = StaffID(text: String(holder.dropFirst(6))) {
                changes = [.assign(staff)]
            } else {
                return try await inboxPage(visit, wrong: visit.texts.say("inbox.bulk.noHolder"))
            }
        case "snooze":
            let zone = try await brand().zone
            changes = [.snooze(until: snoozeEnd(visit.form["until"], visit.now, zone))]
        case "close": changes = [.close]
        case "mark": changes = [.mark(true)]
        case "unmark": changes = [.mark(false)]
        default: throw WebFailure.notFound
        }
        let outcome = try await service.change(picks, changes, by: try visit.staff().actor)
        // What came of it goes along in the address, as numbers: the page can be loaded anew without doing it again.
        let not = SeveralChanged.Reason.allCases.compactMap { reason in
            outcome.not[reason].map { "&not-\(reason.rawValue)=\($0)" }
        }
        return redirect("\(address.path)&bulk=\(outcome.done)\(not.joined())")
    }

    /// How many were changed and why not the others, as the address tells it; none where nothing was done.
    func bulkResult(_ visit: Visit) -> String? {
        func number(_ name: String) -> Int64? {
            Int64(visit.query[name]).flatMap { (0...Int64(SetiaService.mostPicks)).contains($0) ? $0 : nil }
        }
        guard let done = number("bulk") else { return nil }
        let (texts, wording) = (visit.texts, visit.wording)
        let not = SeveralChanged.Reason.allCases.compactMap { reason -> String? in
            guard let count = number("not-\(reason.rawValue)"), count > 0 else { return nil }
            return texts.say("inbox.bulk.not.\(reason.rawValue)", ["n": wording.number(count)])
        }
        return ([texts.say("inbox.bulk.done", ["n": wording.number(done)])] + not).joined(separator: " ")
    }
}
