# المقابلة كما يراها المجيب.

## الأسئلة

ask-heading = السؤال { $number } من { $most } على الأكثر · { $prospect }
ask-heading-prospect = السؤال { $number } من { $most } على الأكثر
scale-ends = { $low } = { $lowLabel }، { $high } = { $highLabel }

hint-choice = اكتب الرقم أو نصّ الإجابة.
hint-other = اكتب الرقم أو نصّ الإجابة، أو إجابة من عندك.
hint-several = اكتب رقمًا واحدًا أو أكثر، مثل: 1، 3. الحدّ الأدنى { $least } والحدّ الأقصى { $most }.
hint-scale = من { $low } إلى { $high }.
hint-number = رقم من { $least } إلى { $most }. مثال: { $example }
hint-number-unit = رقم من { $least } إلى { $most } ({ $unit }). مثال: { $example }
hint-percent = نسبة مئوية من { $least } إلى { $most }. مثال: { $example }
hint-money = مبلغ بعملة { $currency }. مثال: { $example }
hint-money-member = مبلغ بعملة { $currency }. مثال: { $example }. تشترط قائمتك { $good } أو أكثر.
hint-duration = مدة زمنية. مثال: 12 ساعة، 3 أيام، 4 أسابيع
hint-date = تاريخ بترتيب السنة ثم الشهر ثم اليوم. مثال: { $example }
hint-short-text = بضع كلمات، في حدود { $most } حرف.
hint-long-text = بكلماتك أنت، في حدود { $most } حرف.
hint-email = مثال: name@example.com
hint-url = مثال: https://example.com

button-yes = نعم
button-no = لا
button-dont-know = لا أعرف
button-not-applicable = لا ينطبق
button-skip = تخطي
button-back = رجوع
button-change = تغيير إجابة
button-why = لماذا؟
button-repeat = إعادة
button-help = مساعدة
button-pause = إيقاف مؤقت
button-resume = متابعة
button-cancel = إلغاء
button-restart = البدء من جديد
button-confirm-cancel = إلغاء المقابلة
button-pause-instead = إيقاف مؤقت بدلًا من ذلك
button-confirm-restart = نعم، البدء من جديد
button-keep = متابعة
button-accept = عرض النتيجة
button-accept-prospect = الإجابات صحيحة

## إعادة السؤال

problem-empty = لم تصل أيّ إجابة.
problem-too-long = النصّ أطول من { $limit } حرف، ولذلك لم يُحفظ. يُرجى اختصاره.
problem-not-yes-or-no = لم أفهم إن كان المقصود نعم أم لا.
problem-not-an-option = هذه ليست من الإجابات المعروضة.
problem-too-few-options = يُرجى اختيار { $limit } على الأقل.
problem-too-many-options = يُرجى ألّا يزيد الاختيار على { $limit }.
problem-not-a-number = لم أفهم هذا النصّ على أنه رقم.
problem-not-whole = يُرجى كتابة رقم صحيح بلا كسور.
problem-too-small = هذا أقل من { $limit }، وهو أدنى ما يُقبل هنا.
problem-too-large = هذا أكثر من { $limit }، وهو أقصى ما يُقبل هنا.
problem-not-money = لم أفهم هذا النصّ على أنه مبلغ.
problem-other-currency = هذه القائمة تُحسب بعملة { $limit }. يُرجى كتابة المبلغ بعملة { $limit }، فأنا لا أحوّل العملات بالتخمين.
problem-not-a-duration = لم أفهم هذا النصّ على أنه مدة زمنية.
problem-not-a-date = لم أفهم هذا النصّ على أنه تاريخ.
problem-not-an-email = لا يبدو هذا عنوان بريد إلكتروني.
problem-not-a-url = لا يبدو هذا عنوان موقع.

second-choice = يكفي الرقم المكتوب أمام الإجابة، مثل: { $example }
second-typed = الإجابة القصيرة أوضح. اكتب هذا فقط مثلًا: { $example }
third = إن لم يناسبك شيء من ذلك، فاكتب «{ $skip }» وننتقل إلى ما بعده، أو «{ $dontKnow }» إن تعذّرت معرفة الإجابة.

## رسائل

welcome =
    لننظر معًا: هل يناسب { $prospect } قائمتك «{ $list }»؟
    { $count ->
        [one] سؤال واحد، وتُحفظ إجابتك فور كتابتها.
        [two] سؤالان على الأكثر، واحدًا بعد الآخر. تُحفظ كل إجابة فور كتابتها، فيمكنك التوقف متى شئت.
        [few] { $count } أسئلة على الأكثر، واحدًا بعد الآخر. تُحفظ كل إجابة فور كتابتها، فيمكنك التوقف متى شئت.
        [many] { $count } سؤالًا على الأكثر، واحدًا بعد الآخر. تُحفظ كل إجابة فور كتابتها، فيمكنك التوقف متى شئت.
       *[other] { $count } سؤال على الأكثر، واحدًا بعد الآخر. تُحفظ كل إجابة فور كتابتها، فيمكنك التوقف متى شئت.
    }
welcome-client =
    لنراجع معًا تعاملك مع { $prospect } وفق قائمتك «{ $list }».
    { $count ->
        [one] سؤال واحد، وتُحفظ إجابتك فور كتابتها.
        [two] سؤالان على الأكثر، واحدًا بعد الآخر. تُحفظ كل إجابة فور كتابتها، فيمكنك التوقف متى شئت.
        [few] { $count } أسئلة على الأكثر، واحدًا بعد الآخر. تُحفظ كل إجابة فور كتابتها، فيمكنك التوقف متى شئت.
        [many] { $count } سؤالًا على الأكثر، واحدًا بعد الآخر. تُحفظ كل إجابة فور كتابتها، فيمكنك التوقف متى شئت.
       *[other] { $count } سؤال على الأكثر، واحدًا بعد الآخر. تُحفظ كل إجابة فور كتابتها، فيمكنك التوقف متى شئت.
    }
welcome-prospect =
    شكرًا لتواصلكم. إليكم بضعة أسئلة كي نبدأ على أساس واضح.
    { $count ->
        [one] سؤال واحد، وتُحفظ إجابتكم ليطّلع عليها من ترغبون في العمل معه.
        [two] سؤالان على الأكثر، واحدًا بعد الآخر. تُحفظ إجاباتكم ليطّلع عليها من ترغبون في العمل معه.
        [few] { $count } أسئلة على الأكثر، واحدًا بعد الآخر. تُحفظ إجاباتكم ليطّلع عليها من ترغبون في العمل معه.
        [many] { $count } سؤالًا على الأكثر، واحدًا بعد الآخر. تُحفظ إجاباتكم ليطّلع عليها من ترغبون في العمل معه.
       *[other] { $count } سؤال على الأكثر، واحدًا بعد الآخر. تُحفظ إجاباتكم ليطّلع عليها من ترغبون في العمل معه.
    }
welcome-back = أهلًا بعودتك: { $prospect }، القائمة «{ $list }»، عدد الإجابات حتى الآن: { $count }. نتابع من حيث توقفت، وللبدء من جديد اكتب «{ $restart }».
welcome-back-prospect = أهلًا بعودتكم. نتابع من حيث توقفتم، وعدد الإجابات حتى الآن: { $count }.
changing = إجابتك حتى الآن: { $answer }
took-back = أُلغيت الإجابة: { $answer }
nothing-before = لا توجد إجابة سابقة بعد.
no-such-answer = لا توجد إجابة كهذه بعد.
old-button = هذا الزر يخصّ سؤالًا سابقًا، ولذلك لم يتغيّر شيء. اكتب «{ $repeat }» لعرض السؤال الحالي.
overtaken = السؤال المطروح الآن سؤال آخر، ولذلك لم يُحفظ شيء. وهو هذا:
paused = توقّفنا مؤقتًا. كل ما سبق محفوظ، ونتابع من السؤال نفسه متى شئت.
cancelled = أُلغيت المقابلة. تبقى الإجابات محفوظة، لكن لن تصدر نتيجة.
choose-one = يُرجى اختيار واحد مما يلي.
nothing-open = لا يوجد سؤال مطروح هنا الآن.
not-for-prospects = يُرجى اختيار إجابة، أو تخطي السؤال.
help =
    أجب بالرقم أو بالكلمات. ويمكنك في أيّ لحظة أن تكتب أيضًا:
    { $back } – لإلغاء آخر إجابة
    { $change } – لتغيير أيّ إجابة سابقة مع بقاء غيرها
    { $skip } – للانتقال دون إجابة
    { $dontKnow } – إن تعذّرت معرفة الإجابة
    { $why } – لمعرفة سبب السؤال
    { $repeat } – لعرض السؤال مرة أخرى
    { $pause } – للتوقف الآن والمتابعة لاحقًا
    { $restart } – للبدء من السؤال الأول
    { $cancel } – للمغادرة، وسأسألك قبل ذلك
help-member = { $notApplicable } – إن لم يكن للسؤال صلة بهذا العميل المحتمل
thanks = شكرًا لكم. وصلت إجاباتكم، وسنتواصل معكم.

## أسئلة جانبية

confirm-cancel =
    { $count ->
        [0] هل تريد إلغاء هذه المقابلة؟ لا توجد إجابات بعد. يمكنك أيضًا إيقافها مؤقتًا.
        [one] هل تريد إلغاء هذه المقابلة؟ لن تصدر نتيجة عن الإجابة الوحيدة حتى الآن. يمكنك أيضًا إيقافها مؤقتًا ومتابعتها لاحقًا.
        [two] هل تريد إلغاء هذه المقابلة؟ لن تصدر نتيجة عن الإجابتين حتى الآن. يمكنك أيضًا إيقافها مؤقتًا ومتابعتها لاحقًا.
        [few] هل تريد إلغاء هذه المقابلة؟ لن تصدر نتيجة عن { $count } إجابات حتى الآن. يمكنك أيضًا إيقافها مؤقتًا ومتابعتها لاحقًا.
       *[other] هل تريد إلغاء هذه المقابلة؟ لن تصدر نتيجة عن { $count } إجابة حتى الآن. يمكنك أيضًا إيقافها مؤقتًا ومتابعتها لاحقًا.
    }
confirm-restart =
    { $count ->
        [0] هل تريد البدء من السؤال الأول؟
        [one] هل تريد البدء من جديد؟ ستُستبعد الإجابة الوحيدة حتى الآن.
        [two] هل تريد البدء من جديد؟ ستُستبعد الإجابتان حتى الآن.
        [few] هل تريد البدء من جديد؟ ستُستبعد { $count } إجابات.
       *[other] هل تريد البدء من جديد؟ ستُستبعد { $count } إجابة.
    }
confirm-change = أيّ إجابة تريد تغييرها؟
summary-heading = إجاباتك · { $prospect }
summary-heading-prospect = إجاباتكم
summary-hint = هل كل شيء صحيح؟ إن لم يكن، فاكتب رقم الإجابة المطلوب تغييرها.

## لماذا

why-member = يبيّن هذا السؤال مدى تحقّق «{ $trait }»، ووزنها في قائمتك { $weight } من 5.
why-noted = تُدوَّن هذه الإجابة لتقرأها لاحقًا، ولا تدخل في الحساب.
why-prospect = يساعد هذا السؤال الطرفين على البدء على أساس واضح.

## الإجابات بالكلمات

answer-dont-know = تعذّرت معرفة ذلك
answer-not-applicable = لا ينطبق
answer-skipped = تُرك دون إجابة
answer-other = غير ذلك: { $text }
answer-number = { $number } ({ $unit })
answer-range = من { $low } إلى { $high }
answer-at-least = { $low } أو أكثر
answer-at-most = حتى { $high }
answer-per-cent = { $number }%
answer-date = { DATETIME($date, dateStyle: "long") }
answer-minutes =
    { $count ->
        [one] دقيقة واحدة
        [two] دقيقتان
        [few] { $count } دقائق
       *[other] { $count } دقيقة
    }
answer-hours =
    { $count ->
        [one] ساعة واحدة
        [two] ساعتان
        [few] { $count } ساعات
       *[other] { $count } ساعة
    }
answer-days =
    { $count ->
        [one] يوم واحد
        [two] يومان
        [few] { $count } أيام
        [many] { $count } يومًا
       *[other] { $count } يوم
    }
answer-weeks =
    { $count ->
        [one] أسبوع واحد
        [two] أسبوعان
        [few] { $count } أسابيع
        [many] { $count } أسبوعًا
       *[other] { $count } أسبوع
    }
answer-months =
    { $count ->
        [one] شهر واحد
        [two] شهران
        [few] { $count } أشهر
        [many] { $count } شهرًا
       *[other] { $count } شهر
    }
named-answer = { $asked } – { $answer }
example-duration = 3 أيام
example-text = لا شيء خاصّ حتى الآن
separator = {"، "}
