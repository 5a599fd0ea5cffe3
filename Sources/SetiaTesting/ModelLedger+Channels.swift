internal import SetiaCare
internal import SetiaCore
internal import SetiaService

extension ModelLedger {
    func channels() -> [ChannelRecord] {
        kept.staff.channels.values.sorted { $0.channel.name < $1.channel.name }
    }

    func save(_ record: ChannelRecord) {
        let known = kept.staff.channels[record.channel.name]?.channel
        kept.staff.channels[record.channel.name] = ChannelRecord(
            channel: Channel(
                name: record.channel.name,
                kind: known?.kind ?? record.channel.kind,
                settings: record.channel.settings,
                isOn: record.channel.isOn,
                createdAt: known?.createdAt ?? record.channel.createdAt
            ),
            sealed: record.sealed
        )
    }

    func removeChannel(_ name: Key) -> Bool { kept.staff.channels.removeValue(forKey: name) != nil }

    func replaceContent(of place: MessagePlace, with sealed: [UInt8]) {
        guard let stored = kept.talk.messages[place] else { return }
        kept.talk.messages[place] = StoredMessage(message: stored.message, sealed: sealed)
        kept.talk.files[place] = nil
        kept.talk.fetches[place] = nil
    }

    func lift(_ cause: Key, by channel: Key, of member: MemberID) {
        kept.contacts.suppressions[member]?.removeAll { $0.channel == channel && Key($0.cause.rawValue) == cause }
    }
}
