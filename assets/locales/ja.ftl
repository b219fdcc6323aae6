### 訪問者が読む文、日本語。

## ドアの一覧

welcome = ようこそ
doors-hint =
    { $count ->
       *[other] ドアの前まで進み、画面でそのドアをタップしてください。
    }
unlock = 解錠
door-unnamed = ドア{ $number }
state-unlocked = 現在解錠されています
state-offline = 現在オフラインです
state-locked-down = 現在どなたも解錠できません
state-not-set-up = まだ設定されていません
other-doors = その他のドア
filter = ドアを検索
filter-none = その名前のドアはありません
check-again = もう一度確認
as-of = 最終確認：{ $time }

## タップのあと

unlocked = { $door }を解錠しました
unlocked-advice = ドアを開けてお進みください。その後、自動で施錠されます。
already-unlocked = { $door }はすでに解錠されています
already-unlocked-advice = そのままドアを開けてお進みください。
already-opening = { $door }はすでに解錠処理中です
already-opening-advice = 少し待ってから、ドアを開けてみてください。
door-unlocked = ドアを解錠しました
door-problem = { $door }：{ $problem }

## 解錠しているあいだと、スマートフォンが圏外のとき

unlocking = 解錠しています…
unlocked-now = 解錠済み：お開けください
no-answer-yet = まだ応答がありません。ドアを開けてみるか、少しお待ちください。

no-network-title = スマートフォンがオフラインです
no-network-text = 何も送信されず、ドアは解錠されませんでした。
no-network-advice = 電波が戻ったら、もう一度タップしてください。

## 解錠する前の確認

confirm-question = { $door }を解錠しますか？
confirm-yes = 解錠する
confirm-no = キャンセル
confirm-title = 確認してください
confirm-text = このドアは、確認後に解錠されます。まだ施錠されています。
confirm-advice = もう一度ドアをタップして、確認してください。

## リンクが有効な期間。$timeは「14:30」など、$dayは「今日」「金曜日」「12月3日」など、$durationは「1 時間 35 分」など

from-when = { $day }の{ $time }から
until-when = { $day }の{ $time }まで
in-duration = あと{ $duration }

## ページのまわり

language = 言語
close = 閉じる
printed = ドアを解錠するには、このリンクをスマートフォンで開いてください。印刷した紙ではドアは開きません。

hand-over-title = スマートフォンで続ける
hand-over-text = このコードをスマートフォンのカメラで読み取ってください。
hand-over-code = このページのQRコード

## 訪問者が困ったとき

contact-title = お困りですか？
call = 電話する
call-name = { $name }に電話する
write = メールを送る
reference = お問い合わせ用コード：{ $code }

## うまくいかないとき：見出し、何が起きたか、どうすればよいか

unknown-link-title = このリンクは使えません
unknown-link-text = 一部しかコピーされていないか、新しいリンクに替わった可能性があります。
unknown-link-advice = メッセージのリンクをもう一度開くか、送信者に新しいリンクをご依頼ください。

expired-title = このリンクは期限が切れています
expired-text = 有効期間が終わったため、ドアを開けられなくなりました。
expired-advice = 送信者に新しいリンクをご依頼ください。

withdrawn-title = このリンクは取り消されました
withdrawn-text = 無効になったため、ドアを開けられなくなりました。
withdrawn-advice = まだ入る必要がある場合は、送信者にお問い合わせください。

not-yet-valid-title = まだ時間前です
not-yet-valid-text = リンクに問題はありませんが、まだ利用開始前です。
not-yet-valid-advice = 時間になったら、もう一度開いてください。新しいリンクは必要ありません。

outside-hours-title = 利用できる時間外です
outside-hours-text = リンクに問題はありませんが、今はドアを開けられません。
outside-hours-advice = 案内された時間帯にもう一度お試しいただくか、送信者にお問い合わせください。

refused-title = このリンクでは入れません
refused-text = 入退室システムが、このリンクでドアを開けることを許可していません。
refused-advice = リンクの送信者にお問い合わせください。

unknown-door-title = このリンクではそのドアを開けられません
unknown-door-text = 開けられるドアに含まれていないか、対象から外れました。
unknown-door-advice = 表示されているドアから選んでください。

cross-site-title = お使いのリンクからの操作ではありません
cross-site-text = 別のウェブサイトがドアを解錠しようとしました。ドアは解錠されていません。
cross-site-advice = メッセージのリンクを開き、そこでドアをタップしてください。

locked-down-title = 現在どなたも解錠できません
locked-down-text = このドアは全員に対して施錠されています。現在、どのリンクでも解錠できません。
locked-down-advice = 警報が鳴っているときは、ドアから離れてください。それ以外は、現地でお尋ねください。

alarm-title = 警報システムが作動中です。中に入らないでください
alarm-text = 建物の警報システムが作動しているため、ドアは解錠されませんでした。
alarm-advice = ドアから離れて、招待してくれた方に電話してください。

not-set-up-title = このドアはまだ設定されていません
not-set-up-text = 錠が接続されていないため、ここからは解錠できません。
not-set-up-advice = 別のドアを使うか、現地でお尋ねください。

rate-limited-title = 少々お待ちください
rate-limited-text = 現在、操作が集中しています。今回は解錠されていません。
rate-limited-advice = 1分待ってから、もう一度お試しください。

offline-title = このドアはオフラインです
offline-text = 現在つながらないため、解錠されませんでした。
offline-advice = 1分後にもう一度試すか、別のドアを使うか、現地でお尋ねください。

busy-title = ドアの準備に数秒かかります
busy-text = 錠が現在使用中のため、解錠されませんでした。
busy-advice = 数秒待ってから、もう一度お試しください。

unavailable-title = 現在、ドアにつながりません
unavailable-text = 入退室システムが応答していません。リンクの問題ではありません。
unavailable-advice = すでにドアをタップした場合は、まずドアを開けてみてください。それ以外は、少し待ってからもう一度お試しください。

timeout-title = ドアから応答がありません
timeout-text = 解錠されたかどうかわかりません。
timeout-advice = ドアを開けてみてください。開かなければ、もう一度タップしてください。

## ドアのないページ

waiting-title = ドアを確認しています…
waiting-text = 少々お待ちください。ドアは自動的に表示されます。

empty-title = まだドアがありません
empty-text = リンクは有効ですが、ドアが追加されていません。
empty-advice = 必要なドアの追加を送信者にご依頼ください。

not-found-title = ページが見つかりません
not-found-text = アドレスが途中で切れている可能性があります。
not-found-advice = メッセージのリンクをもう一度開いてください。

bad-request-title = うまくいきませんでした
bad-request-text = このサイトのページから送られていないか、内容が途中で切れています。
bad-request-advice = メッセージのリンクを開き、そこでドアをタップしてください。

home-title = メッセージのリンクを開いてください
home-text = 届いた個人用リンクを開くと、ドアが表示されます。
home-advice = メールやメッセージでリンクを探し、スマートフォンで開いてください。

## リンクを知らせるメール。$brandは招待する側、$placeは建物、$nameは招待された人

mail-subject = { $place }の入館用リンク
mail-title = { $place }の入館用リンク
mail-greeting = { $name }様
mail-intro = { $brand }より、個人用リンクをお送りします。このリンクを使うと、スマートフォンでドアを解錠できます。
mail-intro-place = { $brand }より、{ $place }の個人用リンクをお送りします。このリンクを使うと、スマートフォンで現地のドアを解錠できます。
mail-from = 利用開始日時
mail-until = 利用終了日時
mail-button = ドアを表示する
mail-hint = ドアの前に着いたら、スマートフォンでリンクを開いてください。
mail-url = ボタンが使えない場合は、次のアドレスを開いてください：
mail-directions = 現地への行き方
mail-code = または、このコードをドアの横のリーダーにかざしてください。
mail-code-name = リーダー用のQRコード
mail-keep = このリンクは鍵と同じ働きをします。ほかの方に渡さないでください。
mail-why = このメールは、{ $brand }が入館を許可した方にお送りしています。お心当たりがない場合は、お手数ですが削除してください。
mail-signature = { $brand }
