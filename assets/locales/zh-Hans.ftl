### 访客看到的文字，简体中文。

## 门的列表

welcome = 欢迎
doors-hint =
    { $count ->
       *[other] 请到门前，再在屏幕上点击这扇门。
    }
unlock = 开锁
door-unnamed = { $number } 号门
state-unlocked = 目前已开锁
state-offline = 目前离线
state-locked-down = 目前任何人都无法开锁
state-not-set-up = 尚未设置
other-doors = 其他门
filter = 查找门
filter-none = 没有这个名称的门
check-again = 刷新
as-of = 上次检查：{ $time }

## 点击之后

unlocked = “{ $door }”已开锁
unlocked-advice = 请开门。之后门会自动上锁。
already-unlocked = “{ $door }”已经开锁
already-unlocked-advice = 请直接开门。
already-opening = “{ $door }”正在开锁
already-opening-advice = 请稍等片刻，再试着开门。
door-unlocked = 门已开锁
door-problem = { $door }：{ $problem }

## 正在开锁时，以及手机没有信号时

unlocking = 正在开锁…
unlocked-now = 已开锁，请开门
no-answer-yet = 尚无回应。请试着开门，或稍等片刻。

no-network-title = 您的手机已离线
no-network-text = 没有发送任何请求，也没有开锁。
no-network-advice = 信号恢复后，请再点击一次。

## 开锁前再次确认

confirm-question = 要为“{ $door }”开锁吗？
confirm-yes = 是，开锁
confirm-no = 取消
confirm-title = 请确认
confirm-text = 这扇门在您确认后才会开锁，目前仍处于上锁状态。
confirm-advice = 请再次点击这扇门并确认。

## 链接何时有效。$time 是“14:30”这样的时间，$day 是“今天”“星期五”或“12月3日”，$duration 是“1小时35分钟”

from-when = { $day } { $time } 起
until-when = { $day } { $time } 前有效
in-duration = { $duration }后

## 页面周围

language = 语言
close = 关闭
printed = 请在手机上打开此链接来开锁。打印件无法开门。

hand-over-title = 在手机上继续
hand-over-text = 请用手机相机扫描此二维码。
hand-over-code = 此页面的二维码

## 访客遇到困难时

contact-title = 需要帮助吗？
call = 打电话
call-name = 致电“{ $name }”
write = 发邮件
reference = 客服参考编号：{ $code }

## 可能出现的问题：标题、发生了什么、现在怎么办

unknown-link-title = 此链接无法使用
unknown-link-text = 链接可能没有复制完整，或已被新链接取代。
unknown-link-advice = 请重新打开消息中的链接，或请发送人再发一个新链接。

expired-title = 此链接已过期
expired-text = 有效期已过，不能再打开任何门。
expired-advice = 请发送人再发一个新链接。

withdrawn-title = 此链接已被撤回
withdrawn-text = 链接已停用，不能再打开任何门。
withdrawn-advice = 如果您仍需进入，请联系发送人。

not-yet-valid-title = 您来早了
not-yet-valid-text = 链接没有问题，但通行权限尚未生效。
not-yet-valid-advice = 请在生效后再次打开，无需新链接。

outside-hours-title = 不在您的通行时段内
outside-hours-text = 链接没有问题，但在这个时段不能开门。
outside-hours-advice = 请在约定的时段重试，或联系发送人。

refused-title = 此链接无通行权限
refused-text = 门禁系统不允许此链接打开这扇门。
refused-advice = 请联系链接的发送人。

unknown-door-title = 此链接无法打开那扇门
unknown-door-text = 那扇门不在或已不在您可以打开的门之中。
unknown-door-advice = 请从显示的门中选择。

cross-site-title = 此操作并非来自您的链接
cross-site-text = 有其他网站试图开锁，但所有门都没有开锁。
cross-site-advice = 请打开消息中的链接，再点击要开的门。

locked-down-title = 目前任何人都无法开锁
locked-down-text = 这扇门已全面锁闭，目前任何链接都无法开锁。
locked-down-advice = 如有警报，请远离门口；否则请询问现场人员。

alarm-title = 警报已开启，请勿进入
alarm-text = 大楼的警报已开启，因此没有开锁。
alarm-advice = 请远离门口，并致电邀请您的人。

not-set-up-title = 这扇门尚未设置
not-set-up-text = 门锁没有连接，无法从这里开锁。
not-set-up-advice = 请走其他门，或询问现场人员。

rate-limited-title = 请稍等片刻
rate-limited-text = 目前请求过多，这次没有开锁。
rate-limited-advice = 请等一分钟，然后重试。

offline-title = 这扇门已离线
offline-text = 目前无法连接，因此没有开锁。
offline-advice = 请一分钟后重试，走其他门，或询问现场人员。

busy-title = 请稍等几秒钟
busy-text = 门锁正忙，这次没有开锁。
busy-advice = 请等几秒钟，然后重试。

unavailable-title = 目前无法连接门禁系统
unavailable-text = 门禁系统没有回应。您的链接没有问题。
unavailable-advice = 如果您已经点击过某扇门，请先试着开门；否则请稍后重试。

timeout-title = 门没有回应
timeout-text = 可能已开锁，也可能没有。
timeout-advice = 请试着开门。如果打不开，请再次点击。

## 没有门的页面

waiting-title = 正在查找您可以开的门…
waiting-text = 请稍等片刻，门会自动显示在这里。

empty-title = 暂无可开的门
empty-text = 链接有效，但尚未添加任何门。
empty-advice = 请联系发送人添加您需要的门。

not-found-title = 找不到页面
not-found-text = 地址可能不完整。
not-found-advice = 请重新打开消息中的链接。

bad-request-title = 操作未成功
bad-request-text = 请求不是从我们的页面发出的，或内容不完整。
bad-request-advice = 请打开消息中的链接，再点击要开的门。

home-title = 请打开消息中的链接
home-text = 请通过您收到的专属链接查看您可以开的门。
home-advice = 请在邮件或消息中找到它，然后在手机上打开。

## 带有链接的邮件。$brand 是邀请方，$place 是大楼，$name 是受邀人

mail-subject = 您的通行权限：{ $place }
mail-title = 您的通行权限：{ $place }
mail-greeting = { $name }，您好！
mail-intro = { $brand }为您创建了专属链接。用手机打开链接，即可开锁进门。
mail-intro-place = { $brand }为您创建了{ $place }的专属链接。用手机打开链接，即可在那里开锁进门。
mail-from = 生效时间
mail-until = 失效时间
mail-button = 查看我可以开的门
mail-hint = 请在到达门前时，用手机打开此链接。
mail-url = 如果按钮无法使用，请打开以下网址：
mail-directions = 如何前往
mail-code = 也可以将此二维码对准门旁的扫码器。
mail-code-name = 供扫码器读取的二维码
mail-keep = 此链接如同钥匙，请勿转发给他人。
mail-why = 您收到此邮件，是因为{ $brand }为您开通了通行权限。如果您对此并不知情，请删除此邮件。
mail-signature = { $brand }
