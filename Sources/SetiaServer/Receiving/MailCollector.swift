internal import Logging
internal import ServiceLifecycle
internal import SetiaChannels
internal import SetiaService

/// A mailbox that mail is fetched from; parsed once, where the program begins.
package struct MailCollecting: Sendable {
    let place: IMAPPlace
    let authority: String?

    /// The mailbox that an operator states.
    ///
    /// - Parameters:
    ///   - text: `SETIA_MAIL_IN`, such as `imaps://user:password@mail.example.com/INBOX`.
    ///   - authority: `SETIA_MAIL_CA`.
    /// - Throws: why it cannot be taken.
    package init(_ text: String, authority: String?) throws(MalformedSetting) {
        do {
            place = try IMAPPlace(text)
        } catch {
            throw MalformedSetting(name: "SETIA_MAIL_IN", reason: error.description)
        }
        self.authority = authority
    }
}

/// Fetches mail by IMAP every half minute, for shops whose mail lies elsewhere (rule O-9).
struct MailCollector: Service {
    let service: SetiaService
    let mailbox: IMAPMailbox
    let logger: Logger

    init(service: SetiaService, _ collecting: MailCollecting, logger: Logger) {
        self.service = service
        mailbox = IMAPMailbox(collecting.place, authority: collecting.authority)
        self.logger = logger
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var isTroubled = false
            while !Task.isCancelled {
                var isMore = false
                do {
                    let counts = try await mailbox.collect { bytes in
                        _ = try await service.receiveMail(bytes)
                    }
                    if counts.taken > 0 { logger.info("mail fetched", metadata: ["mails": "\(counts.taken)"]) }
                    if counts.left > 0 { logger.error("mails are not kept yet", metadata: ["mails": "\(counts.left)"]) }
                    isMore = counts.taken == 100
                    isTroubled = false
                } catch {
                    if Task.isCancelled { return }
                    // Once, and not every half minute for as long as it is away.
                    if !isTroubled { logger.error("mail cannot be fetched", metadata: ["reason": "\(error)"]) }
                    isTroubled = true
                }
                try? await Task.sleep(for: .seconds(isMore ? 1 : 30))
            }
        }
    }
}
