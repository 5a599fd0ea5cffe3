package import SetiaCore
package import SetiaService
internal import SetiaWire

/// A brand on the model store: a clock that the test sets, ids that count, nothing sealed in earnest.
///
/// It is the same in each run, answers to the byte included.
package struct TestBrand: Sendable {
    /// Where everything is kept.
    package let store = ModelStore()
    /// What time it is.
    package let clock: TestClock
    /// Where mail goes.
    package let mailbox = TestMailbox()
    /// Where webhooks go.
    package let receiver = TestReceiver()
    /// What can be done.
    package let service: SetiaService

    /// A brand at a moment, without a programme, a store or a key.
    package init(at now: Instant = Fixture.newYear, channels: ChannelPorts = .none) {
        let clock = TestClock(now)
        let identifiers = CountingIdentifiers()
        self.clock = clock
        service = SetiaService(
            store: store,
            sealing: TestSealing(now: now),
            surroundings: Surroundings(now: { clock.now }, newIdentifier: { identifiers.next() }),
            reader: ProgrammeReader(
                parse: { try Programme(document: $0, knowsTimeZone: { TestBrand.zone(Key($0)) != nil }) },
                parsePublished: {
                    try Programme(
                        document: $0,
                        knowsTimeZone: { TestBrand.zone(Key($0)) != nil },
                        wasPublished: true
                    )
                },
                zone: { TestBrand.zone($0) },
                journey: { try parseJourney($0, in: $1) }
            ),
            staff: .test(mail: mailbox),
            webhooks: .test(receiver),
            channels: channels
        )
    }

    /// The zones of the fixture's countries, which know no summer time.
    static func zone(_ name: Key) -> FixedOffset? {
        switch name.text {
        case "UTC": .utc
        case "Asia/Kuala_Lumpur": FixedOffset(minutesEast: 8 * 60)
        case "Asia/Jakarta", "Asia/Bangkok": FixedOffset(minutesEast: 7 * 60)
        default: nil
        }
    }
}
