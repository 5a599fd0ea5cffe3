internal import SetiaCore
internal import SetiaService

extension ModelLedger {
    func signers() -> [SignerRecord] {
        kept.staff.signers.values.sorted { $0.signer.id < $1.signer.id }
    }

    func add(_ record: SignerRecord) throws {
        guard kept.staff.signers[record.signer.id] == nil else { throw StoreFailure.broken("a signer is added once") }
        kept.staff.signers[record.signer.id] = record
    }

    func endSigner(_ id: Identifier, at moment: Instant) -> Bool {
        guard let record = kept.staff.signers[id] else { return false }
        let signer = record.signer
        kept.staff.signers[id] = SignerRecord(
            signer: Signer(
                id: id,
                name: signer.name,
                algorithm: signer.algorithm,
                audience: signer.audience,
                createdAt: signer.createdAt,
                endedAt: signer.endedAt ?? moment
            ),
            sealed: record.sealed
        )
        return true
    }

    func useToken(_ hash: [UInt8], until: Instant) -> Bool {
        guard kept.staff.usedTokens[hash] == nil else { return false }
        kept.staff.usedTokens[hash] = until
        return true
    }

    func endMemberSessions(of member: MemberID, except hash: [UInt8]?) -> Int {
        let ended = kept.staff.memberSessions.filter { $0.value.member == member && $0.key != hash }.keys
        for hash in ended { kept.staff.memberSessions[hash] = nil }
        return ended.count
    }
}
