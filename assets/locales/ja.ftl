### 訪問者が読む文、日本語。

## ドアの一覧

welcome = ようこそ
doors-hint =
    { $count ->
       *[other] ドアの前に立ち、画面でそのドアをタップしてください。
    }
unlock = 解錠
door-unnamed = ドア{ $number }
state-unlocked = 現在、解錠されています
state-offline = 現在オフラインです
state-locked-down = 現在、どなたも解錠できません
state-not-set-up = まだ設定されていません
other-doors = その他のドア
check-again = もう一度確認
as-of = { $time }以降、ドアの状態が変わっている可能性があります

## タップのあと

unlocked = { $door }を解錠しました
unlocked-advice = ドアを開けてお進みください。その後、自動で施錠されます。
already-unlocked = { $door }はすでに解錠されています
already-unlocked-advice = そのままドアを開けてお進みください。
already-opening = { $door }はすでに解錠処理中です
already-opening-advice = 少し待ってから、ドアを開けてみてください。

## 解錠しているあいだと、スマートフォンが圏外のとき

unlocking = 解錠中…
unlocked-now = 解錠済み
no-answer-yet = まだ応答がありません。ドアを開けてみるか、少しお待ちください。

no-network-title = スマートフォンがオフラインです
no-network-text = 何も送信されず、ドアは解錠されませんでした。
no-network-advice = 電波が戻ったら、もう一度タップしてください。

## 解錠する前の確認

confirm-question = { $door }を解錠しますか？
confirm-yes = はい、解錠します
confirm-no = キャンセル
confirm-title = 確認してください
confirm-text = このドアは、確認後に解錠されます。まだ施錠されています。
confirm-advice = もう一度ドアをタップして、確認してください。

## リンクが有効な期間。$timeは「2026年12月1日 9:00」のような日時、または「2 時間後」

valid-from = { $time }から有効
valid-until = { $time }まで有効
begins = 利用開始は{ $time }です。
ends = 利用終了は{ $time }です。

## ページのまわり

language = 言語
printed = ドアを解錠するには、このリンクをスマートフォンで開いてください。印刷した紙ではドアは開きません。

## 訪問者が困ったとき

contact-title = お困りですか？
reference = お問い合わせ用コード：{ $code }

## うまくいかないとき：見出し、何が起きたか、どうすればよいか

unknown-link-title = このリンクではドアを開けられません
unknown-link-text = 一部しかコピーされていないか、新しいリンクに替わった可能性があります。
unknown-link-advice = メッセージのリンクをもう一度開くか、送信者に新しいリンクをご依頼ください。

expired-title = このリンクは期限が切れています
expired-text = 有効期間が終わったため、ドアを開けられなくなりました。
expired-advice = 送信者に新しいリンクをご依頼ください。

withdrawn-title = このリンクは取り消されました
withdrawn-text = 無効になったため、ドアを開けられなくなりました。
withdrawn-advice = まだ入る必要がある場合は、送信者にお問い合わせください。

not-yet-valid-title = まだ時間前です
not-yet-valid-text = リンクは正しいのですが、利用できる期間がまだ始まっていません。
not-yet-valid-advice = 時間になったら、もう一度開いてください。新しいリンクは必要ありません。

outside-hours-title = この時間は利用できません
outside-hours-text = リンクは正しいのですが、この時間帯はドアを開けられません。
outside-hours-advice = 案内された時間帯にもう一度お試しいただくか、送信者にお問い合わせください。

refused-title = アクセスが拒否されました
refused-text = 入退室システムが、このリンクでドアを開けることを許可していません。
refused-advice = 送信者にお問い合わせいただくか、下の連絡先をご利用ください。

unknown-door-title = このリンクではそのドアを開けられません
unknown-door-text = 開けられるドアに含まれていないか、対象から外れました。
unknown-door-advice = 表示されているドアから選んでください。

cross-site-title = お使いのリンクからの操作ではありません
cross-site-text = 別のウェブサイトがドアを解錠しようとしました。ドアは解錠されていません。
cross-site-advice = メッセージのリンクを開き、そこでドアをタップしてください。

locked-down-title = 現在、どなたも解錠できません
locked-down-text = 建物側でこのドアが施錠されています。リンクではどなたも解錠できません。
locked-down-advice = 現地でお尋ねください。警報が鳴っているときは、ドアの前で待たないでください。

alarm-title = 警報が作動しています。中に入らないでください
alarm-text = 建物の警報が作動しているため、ドアは解錠されませんでした。
alarm-advice = ドアから離れて、招待した方にお電話ください。

not-set-up-title = このドアはまだ設定されていません
not-set-up-text = 錠が接続されていないため、ここからは解錠できません。
not-set-up-advice = 別のドアを使うか、現地でお尋ねください。

rate-limited-title = もう少しゆっくりお願いします
rate-limited-text = 短い時間に操作が多すぎました。今回は解錠されていません。
rate-limited-advice = 1分待ってから、もう一度お試しください。

offline-title = このドアはオフラインです
offline-text = 現在つながらないため、解錠されませんでした。
offline-advice = 1分後にもう一度試すか、別のドアを使うか、現地でお尋ねください。

busy-title = ドアの準備に数秒かかります
busy-text = 現在応答できない状態のため、解錠されませんでした。
busy-advice = 数秒待ってから、もう一度お試しください。

unavailable-title = 現在、ドアにつながりません
unavailable-text = 入退室システムが応答していません。リンクの問題ではありません。
unavailable-advice = 少し待ってから、もう一度お試しください。すでにドアをタップした場合は、先にドアを開けてみてください。

timeout-title = ドアから応答がありません
timeout-text = 解錠されたかどうかわかりません。
timeout-advice = ドアを開けてみてください。開かなければ、もう一度タップしてください。

## ドアのないページ

empty-title = まだドアがありません
empty-text = リンクは有効ですが、ドアが追加されていません。
empty-advice = 必要なドアの追加を送信者にご依頼ください。

not-found-title = ここには何もありません
not-found-text = このアドレスのページはありません。
not-found-advice = メッセージのリンクをもう一度開いてください。

bad-request-title = 内容を読み取れませんでした
bad-request-text = このサイトのページから送られたものではありません。
bad-request-advice = メッセージのリンクを開き、そこでドアをタップしてください。

home-title = メッセージのリンクを開いてください
home-text = ドアは、届いた個人用リンクから開けられます。
home-advice = メールやメッセージでリンクを探し、このスマートフォンでタップしてください。
