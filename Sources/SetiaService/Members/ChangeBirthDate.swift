package import JSONText
package import SetiaCore

extension SetiaService {
    /// Sets when a member was born, or takes it away.
    ///
    /// It is sealed with what else is known of her; beside it stands only by which hash her birthday is found. A gift that
    /// she had this year is not given again on another day (rule E-19).
    ///
    /// - Returns: whether there is such a member.
    /// - Throws: `MemberRefusal.bornInTheFuture`, `Refusal.memberErased` or the world's trouble; nothing has changed then.
    package func setBirthDate(_ birthDate: BirthDate?, of member: MemberID) async throws -> Bool {
        let now = surroundings.now()
        let isThere = try await store.writing { ledger in
            guard let state = try ledger.states([StateRequest(member: member)])[0] else { return false }
            guard state.status != .erased, let key = try ledger.keys(of: [member])[0] else {
                throw Refusal.memberErased(member)
            }
            try self.check(birthDate, now, ledger)
            var person = try self.open(try ledger.person(member)?.document, of: member, with: key)
            person = JSONObject(person.members.filter { $0.key != BirthDate.field }.map { ($0.key, $0.value) })
            if let birthDate { person.set(BirthDate.field, .string(birthDate.text)) }
            let sealed =
                person.members.isEmpty
                ? nil
                : try self.sealing.seal(JSON.object(person).canonical, for: member, use: .person, with: key)
            try ledger.setPerson(sealed, of: member)
            try ledger.setBirthdays([self.birthday(birthDate, of: member, toldAt: now)])
            return true
        }
        if isThere { changeSignal.tell([member]) }
        return isThere
    }

    /// - Throws: `MemberRefusal.bornInTheFuture`.
    func check(_ birthDate: BirthDate?, _ now: Instant, _ archive: any Archive) throws {
        guard let birthDate, let book = try configuration(archive).book else { return }
        if birthDate.isBehind(book.version(at: now).zone.day(of: now)) { throw MemberRefusal.bornInTheFuture }
    }

    /// How her birthday is looked up.
    func birthday(_ birthDate: BirthDate?, of member: MemberID, toldAt: Instant) -> Birthday {
        Birthday(member: member, hash: birthDate.map { sealing.dayHash($0.day) }, toldAt: toldAt)
    }
}

extension BirthDate {
    /// What it is called among what is known of a person.
    package static let field = "birthDate"

    /// The birth date that is among what is known of a person; none where none is.
    package init?(of person: JSONObject) {
        guard case .string(let text)? = person[BirthDate.field] else { return nil }
        self.init(text: text)
    }
}
