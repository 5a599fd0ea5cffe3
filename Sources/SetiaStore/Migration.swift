internal import SQLBase

/// One step of the tables' history, as the file that makes it.
///
/// A released file is never edited: databases remember its checksum and refuse another.
struct Migration: Sendable {
    /// Its place in the history, from 1 on; they are made in this order.
    let number: Int64
    /// The file's name without its number, such as `ledger`.
    let name: String
    /// The file, to the byte.
    let bytes: [UInt8]

    /// All that there are, in their order.
    static func all(for dialect: Dialect) -> [Migration] {
        switch dialect {
        case .sqlite:
            [
                Migration(number: 1, name: "ledger", bytes: PackageResources.m0001_ledger_sqlite_sql),
                Migration(number: 2, name: "people", bytes: PackageResources.m0002_people_sqlite_sql),
                Migration(number: 3, name: "configuration", bytes: PackageResources.m0003_configuration_sqlite_sql),
                Migration(number: 4, name: "outbox", bytes: PackageResources.m0004_outbox_sqlite_sql),
                Migration(number: 5, name: "staff", bytes: PackageResources.m0005_staff_sqlite_sql),
                Migration(number: 6, name: "finding", bytes: PackageResources.m0006_finding_sqlite_sql),
                Migration(number: 7, name: "webhooks", bytes: PackageResources.m0007_webhooks_sqlite_sql),
                Migration(number: 8, name: "idempotency", bytes: PackageResources.m0008_idempotency_sqlite_sql),
                Migration(number: 9, name: "programme_life", bytes: PackageResources.m0009_programme_life_sqlite_sql),
                Migration(number: 10, name: "counter", bytes: PackageResources.m0010_counter_sqlite_sql),
                Migration(number: 11, name: "calendar", bytes: PackageResources.m0011_calendar_sqlite_sql),
                Migration(number: 12, name: "reviews", bytes: PackageResources.m0012_reviews_sqlite_sql),
                Migration(number: 13, name: "rewards", bytes: PackageResources.m0013_rewards_sqlite_sql),
                Migration(number: 14, name: "vouchers", bytes: PackageResources.m0014_vouchers_sqlite_sql),
                Migration(number: 15, name: "portal", bytes: PackageResources.m0015_portal_sqlite_sql),
                Migration(number: 16, name: "referral", bytes: PackageResources.m0016_referral_sqlite_sql),
                Migration(number: 17, name: "segments", bytes: PackageResources.m0017_segments_sqlite_sql),
                Migration(number: 18, name: "conversation", bytes: PackageResources.m0018_conversation_sqlite_sql),
                Migration(number: 19, name: "surveys", bytes: PackageResources.m0019_surveys_sqlite_sql),
                Migration(number: 20, name: "milestones", bytes: PackageResources.m0020_milestones_sqlite_sql),
                Migration(number: 21, name: "contact", bytes: PackageResources.m0021_contact_sqlite_sql),
                Migration(number: 22, name: "cases", bytes: PackageResources.m0022_cases_sqlite_sql),
                Migration(number: 23, name: "journeys", bytes: PackageResources.m0023_journeys_sqlite_sql),
                Migration(number: 24, name: "chat", bytes: PackageResources.m0024_chat_sqlite_sql),
                Migration(number: 25, name: "aspects", bytes: PackageResources.m0025_aspects_sqlite_sql),
                Migration(number: 26, name: "channel", bytes: PackageResources.m0026_channel_sqlite_sql),
                Migration(number: 27, name: "questions", bytes: PackageResources.m0027_questions_sqlite_sql),
                Migration(number: 28, name: "gatherings", bytes: PackageResources.m0028_gatherings_sqlite_sql),
                Migration(number: 29, name: "product_review", bytes: PackageResources.m0029_product_review_sqlite_sql),
                Migration(number: 30, name: "improvements", bytes: PackageResources.m0030_improvements_sqlite_sql),
                Migration(
                    number: 31,
                    name: "contact_preference",
                    bytes: PackageResources.m0031_contact_preference_sqlite_sql
                ),
                Migration(number: 32, name: "case_promise", bytes: PackageResources.m0032_case_promise_sqlite_sql),
                Migration(number: 33, name: "review_photo", bytes: PackageResources.m0033_review_photo_sqlite_sql),
                Migration(number: 34, name: "survey_tag", bytes: PackageResources.m0034_survey_tag_sqlite_sql),
                Migration(number: 35, name: "file_fetch", bytes: PackageResources.m0035_file_fetch_sqlite_sql),
                Migration(number: 36, name: "inbox", bytes: PackageResources.m0036_inbox_sqlite_sql),
                Migration(number: 37, name: "resolution", bytes: PackageResources.m0037_resolution_sqlite_sql),
                Migration(number: 38, name: "content", bytes: PackageResources.m0038_content_sqlite_sql),
                Migration(number: 39, name: "voucher_jobs", bytes: PackageResources.m0039_voucher_jobs_sqlite_sql),
                Migration(number: 40, name: "deeds", bytes: PackageResources.m0040_deeds_sqlite_sql),
                Migration(number: 41, name: "suppliers", bytes: PackageResources.m0041_suppliers_sqlite_sql),
                Migration(number: 42, name: "reward_letter", bytes: PackageResources.m0042_reward_letter_sqlite_sql),
                Migration(number: 43, name: "reward_picture", bytes: PackageResources.m0043_reward_picture_sqlite_sql),
                Migration(number: 44, name: "cart_hold", bytes: PackageResources.m0044_cart_hold_sqlite_sql),
            ]
        case .postgres:
            [
                Migration(number: 1, name: "ledger", bytes: PackageResources.m0001_ledger_postgres_sql),
                Migration(number: 2, name: "people", bytes: PackageResources.m0002_people_postgres_sql),
                Migration(number: 3, name: "configuration", bytes: PackageResources.m0003_configuration_postgres_sql),
                Migration(number: 4, name: "outbox", bytes: PackageResources.m0004_outbox_postgres_sql),
                Migration(number: 5, name: "staff", bytes: PackageResources.m0005_staff_postgres_sql),
                Migration(number: 6, name: "finding", bytes: PackageResources.m0006_finding_postgres_sql),
                Migration(number: 7, name: "webhooks", bytes: PackageResources.m0007_webhooks_postgres_sql),
                Migration(number: 8, name: "idempotency", bytes: PackageResources.m0008_idempotency_postgres_sql),
                Migration(number: 9, name: "programme_life", bytes: PackageResources.m0009_programme_life_postgres_sql),
                Migration(number: 10, name: "counter", bytes: PackageResources.m0010_counter_postgres_sql),
                Migration(number: 11, name: "calendar", bytes: PackageResources.m0011_calendar_postgres_sql),
                Migration(number: 12, name: "reviews", bytes: PackageResources.m0012_reviews_postgres_sql),
                Migration(number: 13, name: "rewards", bytes: PackageResources.m0013_rewards_postgres_sql),
                Migration(number: 14, name: "vouchers", bytes: PackageResources.m0014_vouchers_postgres_sql),
                Migration(number: 15, name: "portal", bytes: PackageResources.m0015_portal_postgres_sql),
                Migration(number: 16, name: "referral", bytes: PackageResources.m0016_referral_postgres_sql),
                Migration(number: 17, name: "segments", bytes: PackageResources.m0017_segments_postgres_sql),
                Migration(number: 18, name: "conversation", bytes: PackageResources.m0018_conversation_postgres_sql),
                Migration(number: 19, name: "surveys", bytes: PackageResources.m0019_surveys_postgres_sql),
                Migration(number: 20, name: "milestones", bytes: PackageResources.m0020_milestones_postgres_sql),
                Migration(number: 21, name: "contact", bytes: PackageResources.m0021_contact_postgres_sql),
                Migration(number: 22, name: "cases", bytes: PackageResources.m0022_cases_postgres_sql),
                Migration(number: 23, name: "journeys", bytes: PackageResources.m0023_journeys_postgres_sql),
                Migration(number: 24, name: "chat", bytes: PackageResources.m0024_chat_postgres_sql),
                Migration(number: 25, name: "aspects", bytes: PackageResources.m0025_aspects_postgres_sql),
                Migration(number: 26, name: "channel", bytes: PackageResources.m0026_channel_postgres_sql),
                Migration(number: 27, name: "questions", bytes: PackageResources.m0027_questions_postgres_sql),
                Migration(number: 28, name: "gatherings", bytes: PackageResources.m0028_gatherings_postgres_sql),
                Migration(
                    number: 29,
                    name: "product_review",
                    bytes: PackageResources.m0029_product_review_postgres_sql
                ),
                Migration(number: 30, name: "improvements", bytes: PackageResources.m0030_improvements_postgres_sql),
                Migration(
                    number: 31,
                    name: "contact_preference",
                    bytes: PackageResources.m0031_contact_preference_postgres_sql
                ),
                Migration(number: 32, name: "case_promise", bytes: PackageResources.m0032_case_promise_postgres_sql),
                Migration(number: 33, name: "review_photo", bytes: PackageResources.m0033_review_photo_postgres_sql),
                Migration(number: 34, name: "survey_tag", bytes: PackageResources.m0034_survey_tag_postgres_sql),
                Migration(number: 35, name: "file_fetch", bytes: PackageResources.m0035_file_fetch_postgres_sql),
                Migration(number: 36, name: "inbox", bytes: PackageResources.m0036_inbox_postgres_sql),
                Migration(number: 37, name: "resolution", bytes: PackageResources.m0037_resolution_postgres_sql),
                Migration(number: 38, name: "content", bytes: PackageResources.m0038_content_postgres_sql),
                Migration(number: 39, name: "voucher_jobs", bytes: PackageResources.m0039_voucher_jobs_postgres_sql),
                Migration(number: 40, name: "deeds", bytes: PackageResources.m0040_deeds_postgres_sql),
                Migration(number: 41, name: "suppliers", bytes: PackageResources.m0041_suppliers_postgres_sql),
                Migration(number: 42, name: "reward_letter", bytes: PackageResources.m0042_reward_letter_postgres_sql),
                Migration(
                    number: 43,
                    name: "reward_picture",
                    bytes: PackageResources.m0043_reward_picture_postgres_sql
                ),
                Migration(number: 44, name: "cart_hold", bytes: PackageResources.m0044_cart_hold_postgres_sql),
            ]
        }
    }

    /// The SQL.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// 16 hexadecimal digits that tell an edited file from the released one: FNV-1a, which guards against mistakes and
    /// not against malice.
    var checksum: String {
        let hash = bytes.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
