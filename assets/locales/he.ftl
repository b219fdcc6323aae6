### מה שהמבקרים קוראים, בעברית.

## רשימת הדלתות

welcome = ברוכים הבאים
doors-hint =
    { $count ->
        [one] גשו אל הדלת, ואז לחצו על הכפתור כדי לפתוח אותה.
        [two] בחרו את הדלת שלפניכם.
       *[other] בחרו את הדלת שלפניכם.
    }
unlock = פתיחה
door-unnamed = דלת { $number }
state-unlocked = לא נעולה כרגע
state-offline = לא מחוברת כרגע
state-locked-down = נעולה לכולם כרגע
state-not-set-up = עוד לא הוגדרה
other-doors = דלתות נוספות
check-again = בדיקה חוזרת
as-of = ייתכן שמצב הדלתות השתנה מאז { $time }

## אחרי לחיצה

unlocked = הנעילה שוחררה: { $door }
unlocked-advice = אפשר לפתוח את הדלת. היא תינעל שוב מעצמה.
already-unlocked = הנעילה כבר משוחררת: { $door }
already-unlocked-advice = אפשר לפתוח את הדלת.
already-opening = הנעילה כבר משתחררת: { $door }
already-opening-advice = רק רגע, ואז נסו את הידית.

## בזמן שחרור הנעילה, וכשאין לטלפון קליטה

unlocking = פותחים…
unlocked-now = הנעילה שוחררה
no-answer-yet = עדיין אין תשובה. נסו את הידית או המתינו רגע.

no-network-title = הטלפון שלכם לא מחובר לרשת
no-network-text = שום דבר לא נשלח ושום נעילה לא שוחררה.
no-network-advice = כשתחזור הקליטה, לחצו שוב על הכפתור.

## שאלה נוספת לפני שחרור הנעילה

confirm-question = לפתוח את { $door }?
confirm-yes = כן, לפתוח
confirm-no = ביטול
confirm-title = נדרש אישור
confirm-text = הדלת הזאת משתחררת מנעילה רק לאחר אישור שלכם. היא עדיין נעולה.
confirm-advice = הקישו שוב על הדלת ואשרו.

## מתי הקישור בתוקף. הערך $time הוא תאריך כמו ״1 בדצמבר 2026 בשעה 9:00״ או ״בעוד שעתיים״

valid-from = בתוקף מ־{ $time }
valid-until = בתוקף עד { $time }
begins = הגישה תתחיל { $time }.
ends = הגישה תסתיים { $time }.

## מסביב לדף

language = שפה
printed = פתחו את הקישור הזה בטלפון כדי לפתוח דלתות. דף מודפס לא פותח דבר.

## כשמבקר זקוק לעזרה

contact-title = צריכים עזרה?
reference = מספר אסמכתה לתמיכה: { $code }

## מה יכול להשתבש: כותרת, מה קרה, מה עושים עכשיו

unknown-link-title = הקישור הזה לא פותח שום דלת
unknown-link-text = ייתכן שהועתק רק בחלקו, או שהוחלף בקישור חדש יותר.
unknown-link-advice = פתחו שוב את הקישור מההודעה, או בקשו קישור חדש ממי ששלח אותו.

expired-title = פג תוקפו של הקישור
expired-text = הזמן שנקבע לו נגמר, והוא כבר לא פותח דלתות.
expired-advice = בקשו קישור חדש ממי ששלח אותו.

withdrawn-title = הקישור בוטל
withdrawn-text = הוא הושבת וכבר לא פותח דלתות.
withdrawn-advice = אם אתם עדיין צריכים להיכנס, פנו אל מי ששלח אותו.

not-yet-valid-title = הקדמתם
not-yet-valid-text = הקישור נכון, אבל הגישה עוד לא התחילה.
not-yet-valid-advice = פתחו אותו שוב כשיגיע הזמן. אין צורך בקישור חדש.

outside-hours-title = לא בשעה הזאת
outside-hours-text = הקישור נכון, אבל הוא לא פותח דלתות בשעה הזאת.
outside-hours-advice = נסו שוב בשעות שנקבעו לכם, או פנו אל מי ששלח את הקישור.

refused-title = הגישה נדחתה
refused-text = מערכת הגישה לא מאפשרת לקישור הזה לפתוח את הדלת.
refused-advice = פנו אל מי ששלח אותו, או היעזרו בפרטים שלמטה.

unknown-door-title = הקישור הזה לא פותח את הדלת ההיא
unknown-door-text = היא לא נמצאת, או כבר לא נמצאת, בין הדלתות שמותר לכם לפתוח.
unknown-door-advice = בחרו אחת מהדלתות המוצגות.

cross-site-title = זה לא הגיע מהקישור שלכם
cross-site-text = אתר אחר ניסה לשחרר נעילה של דלת. שום נעילה לא שוחררה.
cross-site-advice = פתחו את הקישור מההודעה ובחרו שם את הדלת.

locked-down-title = נעולה לכולם כרגע
locked-down-text = הבניין נעל את הדלת הזאת. אי אפשר לשחרר את הנעילה באמצעות קישור.
locked-down-advice = שאלו במקום, ואם יש אזעקה אל תמתינו ליד הדלת.

alarm-title = האזעקה פועלת: אין להיכנס
alarm-text = אזעקת הבניין פועלת, ולכן הדלת לא שוחררה מנעילה.
alarm-advice = יש להתרחק מהדלת ולהתקשר למי שהזמין אתכם.

not-set-up-title = הדלת הזאת עוד לא הוגדרה
not-set-up-text = המנעול שלה לא מחובר, ולכן אי אפשר לשחרר אותו מכאן.
not-set-up-advice = השתמשו בדלת אחרת, או שאלו במקום.

rate-limited-title = קצת יותר לאט, בבקשה
rate-limited-text = היו יותר מדי ניסיונות בזמן קצר. הפעם שום נעילה לא שוחררה.
rate-limited-advice = המתינו דקה ונסו שוב.

offline-title = הדלת הזאת לא מחוברת
offline-text = אין איתה קשר כרגע, ולכן הנעילה לא שוחררה.
offline-advice = נסו שוב בעוד דקה, השתמשו בדלת אחרת, או שאלו במקום.

busy-title = הדלת צריכה כמה שניות
busy-text = היא עסוקה כרגע, והנעילה לא שוחררה.
busy-advice = המתינו כמה שניות ונסו שוב.

unavailable-title = אין כרגע קשר עם הדלתות
unavailable-text = מערכת הגישה לא עונה. הבעיה אינה בקישור שלכם.
unavailable-advice = נסו שוב בעוד רגע. אם כבר בחרתם דלת, נסו קודם את הידית.

timeout-title = הדלת לא ענתה
timeout-text = ייתכן שהנעילה שוחררה, וייתכן שלא.
timeout-advice = נסו את הידית. אם הדלת נשארת סגורה, לחצו שוב על הכפתור.

## דפים בלי דלת

empty-title = אין עדיין דלתות
empty-text = הקישור פועל, אבל עוד לא נוספה אליו דלת.
empty-advice = בקשו ממי ששלח אותו להוסיף את הדלתות שאתם צריכים.

not-found-title = אין כאן כלום
not-found-text = הכתובת הזאת לא מובילה לשום דף.
not-found-advice = פתחו שוב את הקישור מההודעה.

bad-request-title = לא היה אפשר לקרוא את הבקשה
bad-request-text = הדפים שלנו לא שולחים דבר כזה.
bad-request-advice = פתחו את הקישור מההודעה ובחרו שם דלת.

home-title = פתחו את הקישור מההודעה
home-text = הדלתות שלכם נמצאות בקישור האישי שקיבלתם.
home-advice = חפשו אותו בדואר או בהודעות, ופתחו אותו כאן בטלפון.
