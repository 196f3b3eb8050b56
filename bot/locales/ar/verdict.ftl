# بطاقة النتيجة.

verdict-accept = قبول
verdict-conditions = قبول بشروط
verdict-decline = اعتذار
verdict-not-enough = المعلومات غير كافية
verdict-client-accept = استمرار
verdict-client-conditions = إصلاح
verdict-client-decline = إصلاح
verdict-client-not-enough = المعلومات غير كافية

report-heading = { $prospect }: { $verdict } · { $score } من 100
report-heading-unscored = { $prospect }: { $verdict }
report-changed = تغيّرت إحدى الإجابات، وتحلّ هذه النتيجة محلّ السابقة.
report-again = هذه هي النتيجة حتى الآن. لتغيير إجابة اكتب «{ $change }»، ولمقابلة جديدة اكتب «{ $restart }».

because-accept = العميل المحتمل { $prospect } يناسب قائمتك: الدرجة { $accept } أو أكثر تعني القبول.
because-accept-open = فيما عدا ذلك، قد يناسب العميل المحتمل { $prospect } قائمتك: الدرجة { $accept } أو أكثر تعني القبول.
because-conditions = يستحق القبول إن جرى الاتفاق أولًا على بعض الأمور: الدرجة بين { $conditions } و{ $accept }.
because-conditions-none = الدرجة بين { $conditions } و{ $accept }، ولا شيء في قائمتك يمكن طلبه يرفعها إلى القبول. ابحث عمّا لا يزال مجهولًا، أو انظر إلى ما ينقص في التفصيل أدناه.
because-decline = الدرجة دون { $conditions }، وسيكلّفك هذا العمل أكثر مما يعود عليك. والاعتذار اللطيف الآن خير للطرفين.
because-not-enough = { $share } من الوزن غير معروف، وما يزيد على { $most } يجعل النتيجة تخمينًا.
because-nothing = لم يُجب عن أيّ شيء يدخل في الحساب، ولذلك لا توجد نتيجة.
because-open-deal-breakers =
    { $count ->
        [zero] لكل شرط أساسي إجابة.
        [one] شرط أساسي لا إجابة عنه بعد: { $traits }. يلزم معرفة ذلك أولًا.
        [two] شرطان أساسيان لا إجابة عنهما بعد: { $traits }. يلزم معرفة ذلك أولًا.
        [few] شروط أساسية لا إجابة عنها بعد: { $traits }. يلزم معرفة ذلك أولًا.
        [many] شروط أساسية لا إجابة عنها بعد: { $traits }. يلزم معرفة ذلك أولًا.
       *[other] شروط أساسية لا إجابة عنها بعد: { $traits }. يلزم معرفة ذلك أولًا.
    }
because-failed-conditions =
    { $count ->
        [zero] تحقّقت كل الشروط الأساسية.
        [one] شرط أساسي لم يتحقّق: { $traits }. ما زال تداركه ممكنًا، ولذلك لا تحسم الدرجة الأمر.
        [two] شرطان أساسيان لم يتحقّقا: { $traits }. ما زال تداركهما ممكنًا، ولذلك لا تحسم الدرجة الأمر.
        [few] شروط أساسية لم تتحقّق: { $traits }. ما زال تداركها ممكنًا، ولذلك لا تحسم الدرجة الأمر.
        [many] شروط أساسية لم تتحقّق: { $traits }. ما زال تداركها ممكنًا، ولذلك لا تحسم الدرجة الأمر.
       *[other] شروط أساسية لم تتحقّق: { $traits }. ما زال تداركها ممكنًا، ولذلك لا تحسم الدرجة الأمر.
    }
because-failed-decline =
    { $count ->
        [zero] تحقّقت كل الشروط الأساسية.
        [one] شرط أساسي لم يتحقّق: { $traits }. لا ترتيب يعالج ذلك، مهما بلغت الدرجة.
        [two] شرطان أساسيان لم يتحقّقا: { $traits }. لا يمكن علاجهما كليهما، مهما بلغت الدرجة.
        [few] شروط أساسية لم تتحقّق: { $traits }. لا يمكن علاج ذلك كله، مهما بلغت الدرجة.
        [many] شروط أساسية لم تتحقّق: { $traits }. لا يمكن علاج ذلك كله، مهما بلغت الدرجة.
       *[other] شروط أساسية لم تتحقّق: { $traits }. لا يمكن علاج ذلك كله، مهما بلغت الدرجة.
    }
because-client-accept = العمل مع العميل { $prospect } يستحق الاستمرار: الدرجة { $accept } أو أكثر.
because-client-accept-open = فيما عدا ذلك، قد يستحق العمل مع العميل { $prospect } الاستمرار: الدرجة { $accept } أو أكثر.
because-client-conditions = الدرجة دون { $accept }: حان وقت حديث واحد صريح، وشروط جديدة مكتوبة، ومراجعة ثانية بعد 30 إلى 60 يومًا.
because-client-failed = يلزم إصلاح هذا أولًا: { $traits }. حديث واحد صريح، وشروط جديدة مكتوبة، ومراجعة ثانية بعد 30 إلى 60 يومًا.

ask-for = ما يُطلب الاتفاق عليه:
ask-for-line = { $trait }: { $advice }
score-if-agreed = إن تحقّق ذلك كله فقد تصل الدرجة إلى { $score }.
score-if-agreed-short = حتى لو تحقّق ذلك كله، ستبقى الدرجة عند { $score }، دون { $accept } اللازمة للقبول. من الأفضل التفكير مرتين.
ask-before = ما زال مجهولًا، والأثقل وزنًا أولًا:
ask-before-line = { $trait }: { $question }

ledger-line = { $answer } · { $points } من { $most }
ledger-uncounted = { $answer } · لا يدخل في الحساب
ledger-open = لا إجابة بعد · لا يدخل في الحساب
ledger-not-asked = لم يُسأل عنه · لا يدخل في الحساب
ledger-sum = الدرجة
ledger-sum-value = { $points } من { $most }
ledger-note = قُرِّبت النقاط بحيث يساوي مجموعها الدرجة. القائمة «{ $list }»، الإصدار { $version }.

## في قناة الفريق

report-answers-below = كل إجابة وأثرها في الدرجة مذكوران في سلسلة الردود.
report-in-channel = وتصل النتيجة أيضًا إلى قناة فريقك.
report-overtaken = تغيّرت إجابة بعد هذه النتيجة. النتيجة المعتمدة في الأسفل.
report-answer-changed = { $trait }: كانت الإجابة { $before } وأصبحت { $after }.
report-verdict-changed = كانت النتيجة { $before } وأصبحت { $after }.
report-verdict-stays = لم تتغيّر النتيجة: { $verdict }.
answer-none = بلا إجابة
